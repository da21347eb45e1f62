/** Title, purpose and tags. They are saved with the draft, and undo takes them back like any other edit. */
import { type FormEvent, useRef, useState } from "react";
import { useSubmitOnEnter } from "~/keyboard/enter";
import { DialogFoot } from "~/pilot/dialogs/DialogFoot";
import dialogs from "~/pilot/dialogs/dialogs.module.css";
import { useConfirmedClose } from "~/pilot/dialogs/useConfirmedClose";
import { Dialog } from "~/ui/Dialog";
import { TextAreaField, TextField } from "~/ui/Field";
import { LONGEST_TITLE } from "../form/limits";
import { LONGEST_TEXT } from "../model/graph";
import type { Editor } from "./Editor";

interface AboutDialogProps {
  editor: Editor;
  onClose: () => void;
}

export default function AboutDialog({ editor, onClose }: AboutDialogProps) {
  const [before] = useState(() => editor.state.draft);
  const [title, setTitle] = useState(before.title);
  const [purpose, setPurpose] = useState(before.purpose);
  const [tags, setTags] = useState(before.tags.join(", "));
  const first = useRef<HTMLInputElement>(null);
  const isChanged =
    title !== before.title || purpose !== before.purpose || tags !== before.tags.join(", ");
  const closing = useConfirmedClose(isChanged, onClose, first);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!title.trim()) return first.current?.focus();
    if (purpose.length > LONGEST_TEXT) return;
    const part = { title: title.trim(), purpose: purpose.trim(), tags: tagsOf(tags) };
    if (isChanged) editor.edit((draft) => ({ ...draft, ...part }));
    onClose();
  };
  return (
    <Dialog title="About this tree" initialFocus={first} onClose={closing.close}>
      <form className={dialogs.form} noValidate onSubmit={submit} onKeyDown={useSubmitOnEnter()}>
        <TextField
          ref={first}
          label="Title"
          maxLength={LONGEST_TITLE}
          dir="auto"
          error={title.trim() ? undefined : "Give it a title."}
          value={title}
          onChange={({ target }) => setTitle(target.value)}
        />
        <TextAreaField
          label="Purpose"
          hint="When to use it. The search and the copilot read it too."
          rows={3}
          maxLength={LONGEST_TEXT}
          dir="auto"
          value={purpose}
          onChange={({ target }) => setPurpose(target.value)}
        />
        <TextField
          label="Tags"
          hint="With commas between them."
          dir="auto"
          value={tags}
          onChange={({ target }) => setTags(target.value)}
        />
        <DialogFoot closing={closing} verb="Save" busy="Saving…" isBusy={false} />
      </form>
    </Dialog>
  );
}

function tagsOf(text: string): string[] {
  const tags = text.split(",").map((tag) => tag.trim());
  return [...new Set(tags.filter(Boolean))];
}
