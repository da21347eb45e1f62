/** The invitations: the form, and every invitation with its state. */
import { useQuery } from "@tanstack/react-query";
import { fetchInvitations, REFETCH_MS } from "~/api/account";
import { keys } from "~/api/keys";
import type { Invitation } from "~/api/types";
import { ErrorState } from "~/ui/ErrorState";
import kit from "~/ui/kit.module.css";
import { Count } from "~/ui/Pill";
import { Skeleton } from "~/ui/Skeleton";
import css from "./account.module.css";
import { InvitationRow } from "./InvitationRow";
import { Invite } from "./Invite";
import invitationCss from "./invitations.module.css";

export function Invitations() {
  const invitations = useQuery({
    queryKey: keys.invitations,
    queryFn: fetchInvitations,
    refetchInterval: REFETCH_MS,
  });
  const all = invitations.data ?? [];
  const waiting = all.filter(isWaiting);
  return (
    <section id="invitations" className={css.section} aria-labelledby="invitations-title">
      <div className={kit.sectionHead}>
        <h2 id="invitations-title">Invited</h2>
        {invitations.data && <Count value={waiting.length} unit="waiting" />}
      </div>
      <Invite />
      {invitations.isPending && <Skeleton heights={[40, 40]} label="Loading the invitations" />}
      {invitations.isError && !invitations.data && (
        <ErrorState
          inline
          what="The invitations could not be loaded."
          error={invitations.error}
          onRetry={invitations.refetch}
        />
      )}
      {invitations.data && waiting.length === 0 && (
        <p className={css.quiet}>Nobody is invited at the moment.</p>
      )}
      <Rows invitations={waiting} label="Waiting" />
      <Ended invitations={all.filter((each) => !isWaiting(each))} />
    </section>
  );
}

/** Whether the invitation can still be accepted or be sent again. */
function isWaiting({ state }: Invitation): boolean {
  return state === "open" || state === "expired";
}

function Rows({ invitations, label }: { invitations: Invitation[]; label: string }) {
  if (invitations.length === 0) return null;
  return (
    <ul className={invitationCss.rows} aria-label={label}>
      {invitations.map((invitation) => (
        <InvitationRow key={invitation.id} invitation={invitation} />
      ))}
    </ul>
  );
}

function Ended({ invitations }: { invitations: Invitation[] }) {
  if (invitations.length === 0) return null;
  return (
    <details className={invitationCss.ended}>
      <summary>Accepted and revoked ({invitations.length})</summary>
      <Rows invitations={invitations} label="Accepted and revoked" />
    </details>
  );
}
