/** What would reach the user now, as the server decides it by what is saved. */
import { useQuery } from "@tanstack/react-query";
import { keys } from "~/api/keys";
import { fetchReach } from "~/api/preferences";
import { ErrorState } from "~/ui/ErrorState";
import { Skeleton } from "~/ui/Skeleton";
import css from "./preferences.module.css";
import { reachText, waitingText } from "./words";

/** Quiet hours begin and end while the screen is open. */
const REFETCH_MS = 30_000;

export function ReachCard() {
  const reach = useQuery({
    queryKey: keys.reach,
    queryFn: fetchReach,
    refetchInterval: REFETCH_MS,
  });
  if (reach.isPending) return <Skeleton heights={[64]} label="Loading what would reach you now" />;
  if (!reach.data)
    return (
      <ErrorState
        inline
        what="What would reach you now could not be loaded."
        error={reach.error}
        onRetry={reach.refetch}
      />
    );
  return (
    <section className={css.now} aria-labelledby="reach-title">
      <h3 id="reach-title" className={css.hint}>
        What would reach you now by mail or push
      </h3>
      <p className={css.reach}>{reachText(reach.data)}</p>
      <p className={css.hint}>
        {waitingText(reach.data)} Times are in {reach.data.time_zone}.
      </p>
    </section>
  );
}
