/** The attempt ledger, below the facts. Evidence links to the message that it is from. */
import { useQuery } from "@tanstack/react-query";
import { keys } from "~/api/keys";
import { fetchAttempts } from "~/api/sessions";
import { AttemptList } from "~/attempts/AttemptList";
import { ErrorState } from "~/ui/ErrorState";
import { Count } from "~/ui/Pill";
import { Skeleton } from "~/ui/Skeleton";
import { StepLink } from "../stepLinks";
import css from "./details.module.css";

export function Tried({ sessionId }: { sessionId: string }) {
  const attempts = useQuery({
    queryKey: keys.attempts(sessionId),
    queryFn: () => fetchAttempts(sessionId),
  });
  return (
    <section aria-labelledby="tried-title" className={css.section}>
      <div className={css.head}>
        <h2 id="tried-title" className={css.title}>
          Tried
        </h2>
        {attempts.data && <Count value={attempts.data.length} />}
      </div>
      {attempts.isPending && <Skeleton heights={[36]} label="Loading the attempts" />}
      {attempts.error && !attempts.data && (
        <ErrorState
          inline
          what="The attempts could not be loaded."
          error={attempts.error}
          onRetry={attempts.refetch}
        />
      )}
      {attempts.data?.length === 0 && <p className={css.none}>Nothing on record.</p>}
      {attempts.data && (
        <AttemptList
          attempts={attempts.data}
          linkTo={(stepId) => <StepLink stepId={stepId}>Show in the chat</StepLink>}
        />
      )}
    </section>
  );
}
