/** Asks before an invitation is revoked. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { revokeInvitation } from "~/api/account";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import type { Invitation } from "~/api/types";
import { announce } from "~/ui/announcer";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { GuardedButton } from "~/ui/GuardedButton";
import { forgetLink } from "./acceptLinks";
import css from "./account.module.css";

interface RevokeDialogProps {
  invitation: Invitation;
  onClose: () => void;
}

export default function RevokeDialog({ invitation, onClose }: RevokeDialogProps) {
  const queries = useQueryClient();
  const cancel = useRef<HTMLButtonElement>(null);
  const revoking = useMutation({
    mutationFn: () => revokeInvitation(invitation.id),
    onSuccess: () => {
      forgetLink(invitation.id);
      announce(`The invitation of ${invitation.email} is revoked.`);
      onClose();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: keys.invitations }),
  });
  return (
    <Dialog title="Revoke the invitation?" initialFocus={cancel} onClose={onClose}>
      <p>The link sent to {invitation.email} stops working.</p>
      {revoking.error && <p className={css.error}>Not revoked. {messageOf(revoking.error)}</p>}
      <div className={css.foot}>
        <Button ref={cancel} look="ghost" onClick={onClose}>
          Cancel
        </Button>
        <GuardedButton
          look="danger"
          aria-disabled={revoking.isPending || undefined}
          onClick={() => revoking.mutate()}
        >
          {revoking.isPending ? "Revoking…" : "Revoke"}
        </GuardedButton>
      </div>
    </Dialog>
  );
}
