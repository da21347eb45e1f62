/** Names a new tree. Its first question is written in the editor. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { createTree } from "~/api/trees";
import { useSubmitOnEnter } from "~/keyboard/enter";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { DialogFoot } from "~/pilot/dialogs/DialogFoot";
import dialogs from "~/pilot/dialogs/dialogs.module.css";
import { useConfirmedClose } from "~/pilot/dialogs/useConfirmedClose";
import { Dialog } from "~/ui/Dialog";
import { TextField } from "~/ui/Field";

/** The API's limit. */
const LONGEST_TITLE = 120;

export interface TreeDialogProps {
  onClose: () => void;
  onMade: (treeId: string) => void;
}

export default function NewTreeDialog({ onClose, onMade }: TreeDialogProps) {
  const [title, setTitle] = useState("");
  const [wasTried, setWasTried] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  const closing = useConfirmedClose(title.trim() !== "", onClose, first);
  const making = useMutation({
    mutationFn: (body: { title: string }) => sendOnce(body, (key) => createTree(body, key)),
    onSuccess: (tree) => {
      queries.setQueryData(keys.tree(tree.id), tree);
      void queries.invalidateQueries({ queryKey: keys.treeLists });
      onClose();
      onMade(tree.id);
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setWasTried(true);
    if (!title.trim()) first.current?.focus();
    else if (!making.isPending) making.mutate({ title: title.trim() });
  };
  return (
    <Dialog title="New tree" initialFocus={first} onClose={closing.close}>
      <form className={dialogs.form} noValidate onSubmit={submit} onKeyDown={useSubmitOnEnter()}>
        <TextField
          ref={first}
          label="Title"
          hint="The problem that it solves: “Printer shows offline”."
          error={wasTried && !title.trim() ? "Give it a title." : undefined}
          maxLength={LONGEST_TITLE}
          dir="auto"
          value={title}
          onChange={(event) => setTitle(event.target.value)}
        />
        {making.isError && (
          <p className={dialogs.error} role="alert">
            Not created. Your text is kept. {messageOf(making.error)}
          </p>
        )}
        <DialogFoot
          closing={closing}
          verb="Create tree"
          busy="Creating…"
          isBusy={making.isPending}
        />
      </form>
    </Dialog>
  );
}
