/** Replaces a session that the user may no longer read. Shows who took it, and nothing else about it. */
import { useClaimOf } from "~/live/claims";
import { wasDropped } from "~/live/refusals";
import { useLogin } from "~/login/LoginProvider";
import { ButtonLink } from "~/ui/Button";
import { NotFound } from "~/ui/ErrorState";
import { RelativeTime } from "~/ui/RelativeTime";
import css from "~/ui/states.module.css";

export function LostSession({ sessionId }: { sessionId: string }) {
  const { user } = useLogin();
  const claim = useClaimOf(sessionId);
  const isTaken = claim !== null && claim.by.id !== user.id;
  if (!isTaken && !wasDropped(sessionId)) return <NotFound />;
  return (
    <div className={css.state}>
      {isTaken ? (
        <p className={css.what}>
          Taken by {claim.by.name}, <RelativeTime at={claim.at} focusable tip="start" />
        </p>
      ) : (
        <p className={css.what}>You can no longer read this session.</p>
      )}
      <ButtonLink to="/">Home</ButtonLink>
    </div>
  );
}
