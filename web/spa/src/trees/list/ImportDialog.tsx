/** Reads a tree from a file that an export wrote. It becomes a draft of the account. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ChangeEvent, useRef } from "react";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { importTree } from "~/api/trees";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import dialogs from "~/pilot/dialogs/dialogs.module.css";
import { Dialog } from "~/ui/Dialog";
import { TextField } from "~/ui/Field";
import { showToast } from "~/ui/toasts";
import type { TreeDialogProps } from "./NewTreeDialog";

/** Larger than any tree that the API takes. */
const MOST_BYTES = 5_000_000;

export default function ImportDialog({ onClose, onMade }: TreeDialogProps) {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  const field = useRef<HTMLInputElement>(null);
  const reading = useMutation({
    mutationFn: async (file: File) => {
      const body = await jsonOf(file);
      return sendOnce(body, (key) => importTree(body, key));
    },
    onSuccess: (tree) => {
      queries.setQueryData(keys.tree(tree.id), tree);
      void queries.invalidateQueries({ queryKey: keys.treeLists });
      if (tree.notes.length > 0)
        showToast(`Imported. ${tree.notes.map(({ message }) => message).join(" ")}`);
      onClose();
      onMade(tree.id);
    },
  });
  const read = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [file] = target.files ?? [];
    // The same file may be chosen again, after it was corrected.
    const forget = () => {
      target.value = "";
    };
    if (file) reading.mutate(file, { onSettled: forget });
  };
  return (
    <Dialog title="Import a tree" initialFocus={field} onClose={onClose}>
      <div className={dialogs.form}>
        <TextField
          ref={field}
          type="file"
          accept="application/json,.json"
          label="File"
          hint="A JSON file from “Export”. It becomes a draft; nothing is overwritten."
          onChange={read}
        />
        {reading.isPending && <p role="status">Reading the file…</p>}
        {reading.isError && (
          <p className={dialogs.error} role="alert">
            Not imported. {messageOf(reading.error)}
          </p>
        )}
      </div>
    </Dialog>
  );
}

async function jsonOf(file: File): Promise<unknown> {
  if (file.size > MOST_BYTES) throw new Error("The file is larger than 5 MB.");
  try {
    return JSON.parse(await file.text());
  } catch {
    throw new Error(`“${file.name}” is not a JSON file.`);
  }
}
