/** The dialog's foot: where the text goes, and the buttons, or the question whether to discard the text. */
import type { Me } from "~/api/types";
import { useLogin } from "~/login/LoginProvider";
import { Button } from "~/ui/Button";
import { DialogFooter } from "~/ui/Dialog";
import { GuardedButton } from "~/ui/GuardedButton";
import { KeyCap } from "~/ui/KeyCap";
import { DiscardQuestion } from "../dialogs/DialogFoot";
import type { ConfirmedClose } from "../dialogs/useConfirmedClose";

interface ConcludeFootProps {
  closing: ConfirmedClose;
  /** The client will read it. */
  isPublic: boolean;
  isBusy: boolean;
}

export function ConcludeFoot({ closing, isPublic, isBusy }: ConcludeFootProps) {
  const { psa } = useLogin();
  if (closing.isAsking) {
    return (
      <DialogFooter>
        <DiscardQuestion closing={closing} />
      </DialogFooter>
    );
  }
  return (
    <DialogFooter>
      <span>{psaText(psa)}</span>
      <Button look="ghost" onClick={closing.close}>
        Cancel
      </Button>
      <GuardedButton type="submit" look="primary" aria-disabled={isBusy || undefined}>
        {isBusy ? "Concluding…" : isPublic ? "Conclude and reply" : "Conclude"}
        <KeyCap>↵</KeyCap>
      </GuardedButton>
    </DialogFooter>
  );
}

function psaText(psa: Me["psa"]): string {
  if (!psa) return "No PSA connected";
  if (psa.is_failing) return "The PSA cannot be reached: the note waits for it";
  return psa.is_simulated ? "PSA connected (simulator)" : "PSA connected";
}
