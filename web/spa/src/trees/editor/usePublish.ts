/** Publishes what is on the screen: it is saved first, and the faults that the server finds are shown at their nodes. */
import { useMutation } from "@tanstack/react-query";
import { hasCode, messageOf } from "~/api/errors";
import { publishTree, type TreeProblem } from "~/api/trees";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { showToast } from "~/ui/toasts";
import { show } from "./ProblemMenu";
import type { Desk } from "./useDesk";

const ITEM = "tree-publish";

export function usePublish({ editor, saver }: Desk) {
  const sendOnce = useIdempotencyKey();
  const publishing = useMutation({
    mutationFn: ({ id, version }: { id: string; version: number }) =>
      saver.makeVersion(() => sendOnce([id, version], (key) => publishTree(id, version, key))),
    onSuccess: (tree) => {
      showToast(`Published as version ${tree.published_version}`, { itemKey: ITEM });
    },
    onError: (error) => {
      if (hasCode(error, "version_conflict")) return void saver.meet(error);
      if (!hasCode(error, "tree_invalid")) return say(messageOf(error));
      const problems = (error.detail.problems ?? []) as TreeProblem[];
      saver.showProblems(problems);
      show(editor, problems.find(({ node }) => node)?.node ?? null);
      say(problems.length === 1 ? problems[0]?.message : `${problems.length} problems are marked.`);
    },
  });
  const publish = async () => {
    if (publishing.isPending || !(await saver.flush())) return;
    publishing.mutate(saver.state.get().tree);
  };
  return { publish, isPublishing: publishing.isPending };
}

function say(why = ""): void {
  showToast(`Not published. ${why}`, { itemKey: ITEM, tone: "error" });
}
