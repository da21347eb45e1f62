/** What is done with a whole tree: copy it, archive it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { archiveTree, copyTree, type Tree } from "~/api/trees";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { showToast } from "~/ui/toasts";

export function useTreeCalls({ id, title }: Pick<Tree, "id" | "title">) {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  const refresh = () => queries.invalidateQueries({ queryKey: keys.treeLists });
  const copying = useMutation({
    mutationFn: () => sendOnce(["copy", id], (key) => copyTree(id, key)),
    onSuccess: (made) => {
      queries.setQueryData(keys.tree(made.id), made);
      void refresh();
      showToast(`Copied as “${made.title}”`);
    },
    onError: (error) => fail(`Not copied. ${messageOf(error)}`),
  });
  const archiving = useMutation({
    mutationFn: () => sendOnce(["archive", id], (key) => archiveTree(id, key)),
    onSuccess: () => {
      queries.removeQueries({ queryKey: keys.tree(id) });
      void refresh();
      showToast(`“${title}” is archived. Runs that have begun go on.`);
    },
    onError: (error) => fail(`Not archived. ${messageOf(error)}`),
  });
  return {
    copy: (then: (made: Tree) => void) =>
      !copying.isPending && copying.mutate(undefined, { onSuccess: then }),
    archive: (then: () => void) =>
      !archiving.isPending && archiving.mutate(undefined, { onSuccess: then }),
    isCopying: copying.isPending,
  };
}

function fail(text: string): void {
  showToast(text, { tone: "error", itemKey: "tree-call" });
}
