/** Says what failed and what to do about it. For a refusal or a missing object it offers a link instead of a retry. */
import { ApiError, isStatus, messageOf } from "~/api/errors";
import { classes } from "~/lib/classes";
import { Button, ButtonLink } from "./Button";
import css from "./states.module.css";

interface ErrorStateProps {
  /** "The queue could not be loaded." */
  what: string;
  error: unknown;
  onRetry: () => void;
  inline?: boolean;
}

export function ErrorState({ what, error, onRetry, inline }: ErrorStateProps) {
  if (isStatus(error, 404)) return <NotFound />;
  // The banner above the screen explains a 402.
  if (isStatus(error, 402)) return null;
  return (
    <div className={classes(css.state, inline && css.inline)} role="group" aria-label="Error">
      <p className={css.what}>{what}</p>
      <p className={css.why}>{messageOf(error)}</p>
      {!isStatus(error, 403) && <Button onClick={onRetry}>Try again</Button>}
      <RequestId error={error} />
    </div>
  );
}

function RequestId({ error }: { error: unknown }) {
  if (!(error instanceof ApiError) || !error.requestId) return null;
  return (
    <p className={css.request}>
      Request <code>{error.requestId}</code>
    </p>
  );
}

export function NotFound() {
  return (
    <div className={css.state}>
      <p className={css.what}>This does not exist or you cannot see it.</p>
      <ButtonLink to="/">Home</ButtonLink>
    </div>
  );
}
