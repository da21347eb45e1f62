/** The buttons below a dialog's form, or the question whether to discard its text. */
import { Button } from "~/ui/Button";
import { GuardedButton } from "~/ui/GuardedButton";
import css from "./dialogs.module.css";
import type { ConfirmedClose } from "./useConfirmedClose";

interface DialogFootProps {
  closing: ConfirmedClose;
  /** The primary button's label, before and while it runs. */
  verb: string;
  busy: string;
  isBusy: boolean;
}

export function DialogFoot({ closing, verb, busy, isBusy }: DialogFootProps) {
  if (closing.isAsking) return <DiscardQuestion closing={closing} />;
  return (
    <footer className={css.foot}>
      <Button look="ghost" onClick={closing.close}>
        Cancel
      </Button>
      <GuardedButton type="submit" look="primary" aria-disabled={isBusy || undefined}>
        {isBusy ? busy : verb}
      </GuardedButton>
    </footer>
  );
}

/** "Keep writing" takes the place of the previous buttons, so a second click loses nothing. */
export function DiscardQuestion({ closing }: { closing: ConfirmedClose }) {
  return (
    <div className={css.leave} role="group" aria-label="Discard what you wrote?">
      <p>Discard what you wrote?</p>
      <GuardedButton look="ghost" className={css.discard} onClick={closing.discard}>
        Discard
      </GuardedButton>
      <Button autoFocus className={css.stay} onClick={closing.stay}>
        Keep writing
      </Button>
    </div>
  );
}
