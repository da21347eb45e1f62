/** The links of a session: what each shows, who made it, how often it was opened, and Revoke. */
import { messageOf } from "~/api/errors";
import type { Share } from "~/api/shares";
import { capitalised, count } from "~/lib/text";
import { clockTime, useNow } from "~/lib/time";
import { ErrorState } from "~/ui/ErrorState";
import { GuardedButton } from "~/ui/GuardedButton";
import { Pill, type Tone } from "~/ui/Pill";
import { RelativeTime } from "~/ui/RelativeTime";
import { Skeleton } from "~/ui/Skeleton";
import { partNames } from "./parts";
import css from "./share.module.css";
import { useRevokeShare, useShares } from "./useShares";

const TONES: Record<Share["state"], Tone> = { open: "info", expired: "plain", revoked: "plain" };

export function ShareList({ sessionId }: { sessionId: string }) {
  const shares = useShares(sessionId);
  return (
    <section className={css.links} aria-labelledby="links-title">
      <h3 id="links-title">Links</h3>
      {shares.isPending && <Skeleton heights={[40]} label="Loading the links" />}
      {shares.isError && !shares.data && (
        <ErrorState
          inline
          what="The links could not be loaded."
          error={shares.error}
          onRetry={shares.refetch}
        />
      )}
      {shares.data?.length === 0 && <p className={css.quiet}>This session is not shared.</p>}
      {shares.data && shares.data.length > 0 && (
        <ul>
          {shares.data.map((share) => (
            <ShareRow key={share.id} share={share} sessionId={sessionId} />
          ))}
        </ul>
      )}
    </section>
  );
}

function ShareRow({ share, sessionId }: { share: Share; sessionId: string }) {
  const now = useNow();
  const revoking = useRevokeShare(sessionId);
  const isOpen = share.state === "open";
  return (
    <li className={css.link}>
      <div className={css.about}>
        <p className={css.name}>{partNames(share.include)}</p>
        <p className={css.quiet}>
          By {share.created_by.name} <RelativeTime at={share.created_at} /> · {openings(share)}
          {isOpen && ` · until ${clockTime(share.expires_at, now)}`}
        </p>
        {revoking.error && <p className={css.failed}>Not revoked. {messageOf(revoking.error)}</p>}
      </div>
      <Pill tone={TONES[share.state]}>{capitalised(share.state)}</Pill>
      {isOpen && (
        <GuardedButton
          small
          look="ghost"
          className={css.failed}
          resetKey={share.id}
          aria-label={`Revoke the link to ${partNames(share.include)}`}
          aria-disabled={revoking.isPending || undefined}
          onClick={() => revoking.mutate(share)}
        >
          {revoking.isPending ? "Revoking…" : "Revoke"}
        </GuardedButton>
      )}
    </li>
  );
}

function openings({ opened_count: opened }: Share): string {
  return opened === 0 ? "never opened" : `opened ${count(opened, "time")}`;
}
