/** The buttons under a dialog's form, or the question whether its text may be thrown away. */
import type { KeyboardEvent } from "react";
import { Button } from "~/ui/Button";
import css from "./dialogs.module.css";
import type { CarefulClose } from "./useCarefulClose";

interface DialogFootProps {
  closing: CarefulClose;
  /** The verb on the primary button, and on it while it runs. */
  verb: string;
  busy: string;
  isBusy: boolean;
}

export function DialogFoot({ closing, verb, busy, isBusy }: DialogFootProps) {
  if (closing.isAsking) return <Leave closing={closing} />;
  return (
    <div className={css.foot}>
      <Button onClick={closing.close}>Cancel</Button>
      <Button type="submit" look="primary" aria-disabled={isBusy}>
        {isBusy ? busy : verb}
      </Button>
    </div>
  );
}

function Leave({ closing }: { closing: CarefulClose }) {
  return (
    <div className={css.leave} role="group" aria-label="Discard what you wrote?">
      <p>Discard what you wrote?</p>
      <Button look="danger" onClick={closing.close}>
        Discard
      </Button>
      <Button autoFocus onClick={closing.stay}>
        Keep writing
      </Button>
    </div>
  );
}

/** Enter submits the form that the text field stands in, with Ctrl too; Shift+Enter adds a line. */
export function submitOnEnter(event: KeyboardEvent<HTMLTextAreaElement>): void {
  if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
  event.preventDefault();
  event.currentTarget.form?.requestSubmit();
}
