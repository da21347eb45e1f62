/** The dialog's foot: where the text goes, and the buttons, or the question whether to discard the text. */
import { Button } from "~/ui/Button";
import { DialogFooter } from "~/ui/Dialog";
import { GuardedButton } from "~/ui/GuardedButton";
import { KeyCap } from "~/ui/KeyCap";
import { DiscardQuestion } from "../dialogs/DialogFoot";
import type { ConfirmedClose } from "../dialogs/useConfirmedClose";

interface ConcludeFootProps {
  closing: ConfirmedClose;
  isBusy: boolean;
}

export function ConcludeFoot({ closing, isBusy }: ConcludeFootProps) {
  if (closing.isAsking) {
    return (
      <DialogFooter>
        <DiscardQuestion closing={closing} />
      </DialogFooter>
    );
  }
  return (
    <DialogFooter>
      <span>No PSA connected</span>
      <Button look="ghost" onClick={closing.close}>
        Cancel
      </Button>
      <GuardedButton type="submit" look="primary" aria-disabled={isBusy || undefined}>
        {isBusy ? "Concluding…" : "Conclude"}
        <KeyCap>↵</KeyCap>
      </GuardedButton>
    </DialogFooter>
  );
}
