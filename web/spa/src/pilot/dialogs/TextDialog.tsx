/** A dialog that asks for one text: Enter sends it, Shift+Enter adds a line. */
import { type FormEvent, useRef, useState } from "react";
import { messageOf } from "~/api/errors";
import { useSubmitOnEnter } from "~/keyboard/enter";
import { Dialog } from "~/ui/Dialog";
import { TextAreaField } from "~/ui/Field";
import { DialogFoot } from "./DialogFoot";
import css from "./dialogs.module.css";
import { useConfirmedClose } from "./useConfirmedClose";

interface TextDialogProps {
  title: string;
  label: string;
  hint: string;
  maxLength: number;
  /** The error if the text is required and empty; without it the text may be empty. */
  missing?: string;
  verb: string;
  busy: string;
  /** Begins the message about a refusal: "Not parked." */
  refused: string;
  act: { isPending: boolean; error: Error | null; mutate: (text: string) => void };
  onClose: () => void;
}

export function TextDialog(props: TextDialogProps) {
  const { title, label, hint, maxLength, missing, act } = props;
  const [text, setText] = useState("");
  const [wasTried, setWasTried] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const closing = useConfirmedClose(text.trim() !== "", props.onClose, area);
  const submitOnEnter = useSubmitOnEnter();
  const isMissing = missing !== undefined && text.trim() === "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setWasTried(true);
    if (isMissing || text.length > maxLength) area.current?.focus();
    else if (!act.isPending) act.mutate(text.trim());
  };
  return (
    <Dialog title={title} initialFocus={area} onClose={closing.close}>
      <form className={css.form} onSubmit={submit} onKeyDown={submitOnEnter} noValidate>
        <TextAreaField
          ref={area}
          autoFocus
          dir="auto"
          label={label}
          hint={hint}
          required={missing !== undefined}
          maxLength={maxLength}
          value={text}
          error={wasTried && isMissing ? missing : undefined}
          onChange={(event) => setText(event.target.value)}
        />
        {act.error && (
          <p className={css.error}>
            {props.refused} Your text is kept. {messageOf(act.error)}
          </p>
        )}
        <DialogFoot closing={closing} verb={props.verb} busy={props.busy} isBusy={act.isPending} />
      </form>
    </Dialog>
  );
}
