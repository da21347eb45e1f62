/** Somebody saved a newer version meanwhile. Both are kept until a person has decided; each choice can be taken back. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { createTree, type Tree } from "~/api/trees";
import { clockTime, useNow } from "~/lib/time";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import dialogs from "~/pilot/dialogs/dialogs.module.css";
import { Dialog, DialogBody, DialogFooter } from "~/ui/Dialog";
import { GuardedButton } from "~/ui/GuardedButton";
import { showToast } from "~/ui/toasts";
import { LONGEST_TITLE } from "../form/limits";
import { differences } from "../model/difference";
import { DifferenceTable } from "../view/DifferenceTable";
import type { Desk } from "./useDesk";

interface ConflictDialogProps {
  desk: Desk;
  theirs: Tree;
}

export function ConflictDialog({ desk, theirs }: ConflictDialogProps) {
  const { editor, saver } = desk;
  const now = useNow();
  const mine = editor.state.draft;
  const copying = useCopyOfMine(desk);
  const who = theirs.updated_by?.name ?? "Somebody";
  const when = theirs.updated_at ? ` at ${clockTime(theirs.updated_at, now)}` : "";
  const takeTheirs = () => {
    saver.takeTheirs();
    showToast("Their version is open. Undo brings yours back.");
  };
  return (
    <Dialog title="This tree was changed meanwhile" about={`${who} saved it${when}`} form>
      <DialogBody label="What differs">
        <p>Your changes are kept. Choose which version goes on.</p>
        <DifferenceTable
          found={differences(theirs, mine)}
          one={`${who}, version ${theirs.version}`}
          other="Yours, not saved yet"
        />
        {copying.isError && (
          <p className={dialogs.error} role="alert">
            No copy was made. {messageOf(copying.error)}
          </p>
        )}
      </DialogBody>
      <DialogFooter>
        <span>Nothing is lost: theirs stays in the history.</span>
        <GuardedButton look="ghost" onClick={() => !copying.isPending && copying.mutate()}>
          {copying.isPending ? "Copying…" : "Open mine as a copy"}
        </GuardedButton>
        <GuardedButton onClick={takeTheirs}>Take theirs</GuardedButton>
        <GuardedButton look="primary" onClick={() => saver.keepMine()}>
          Keep mine as the newer version
        </GuardedButton>
      </DialogFooter>
    </Dialog>
  );
}

function useCopyOfMine({ editor, saver }: Desk) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  return useMutation({
    mutationFn: () => {
      const { draft } = editor.state;
      const title = `${draft.title.slice(0, LONGEST_TITLE - 7)} (copy)`;
      const body = { ...draft, title };
      return sendOnce(body, (key) => createTree(body, key));
    },
    onSuccess: (tree) => {
      queries.setQueryData(keys.tree(tree.id), tree);
      void queries.invalidateQueries({ queryKey: keys.treeLists });
      saver.takeTheirs();
      navigate(`/trees/${tree.id}`);
    },
  });
}
