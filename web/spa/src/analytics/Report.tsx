/** All figures of the period, each part with its own states. */
import type { ReactNode } from "react";
import type { Period } from "~/api/analytics";
import { useIsViewer } from "~/login/LoginProvider";
import { ErrorState } from "~/ui/ErrorState";
import { Skeleton } from "~/ui/Skeleton";
import css from "./analytics.module.css";
import { Cards } from "./Cards";
import { Durations } from "./Durations";
import { FirstActionChart } from "./FirstActionChart";
import { Fixes, Verified } from "./Outcomes";
import { EscalatedByClient, EscalatedByPerson, SessionsByClient, SessionsByPerson } from "./Tables";
import { useEscalationFigures, useFixFigures, useSessionFigures } from "./useFigures";

export default function Report({ period }: { period: Period }) {
  const isViewer = useIsViewer();
  const escalations = useEscalationFigures(period, !isViewer);
  const sessions = useSessionFigures(period);
  const fixes = useFixFigures(period);
  return (
    <div className={css.report}>
      <Part query={sessions} heights={[112]}>
        {(figures) => <Cards sessions={figures} escalations={escalations.data} />}
      </Part>
      {!isViewer && (
        <Part query={escalations} heights={[400, 240]}>
          {(figures) => (
            <>
              <FirstActionChart key={period} figures={figures} />
              <Durations figures={figures} />
              <div className={css.halves}>
                <EscalatedByPerson figures={figures} />
                <EscalatedByClient figures={figures} />
              </div>
            </>
          )}
        </Part>
      )}
      <Part query={sessions} heights={[240]}>
        {(figures) => (
          <div className={css.halves}>
            {isViewer ? (
              <>
                <SessionsByPerson figures={figures} />
                <SessionsByClient figures={figures} />
              </>
            ) : (
              <Verified figures={figures} />
            )}
            {fixes.data && <Fixes figures={fixes.data} />}
            {isViewer && <Verified figures={figures} />}
          </div>
        )}
      </Part>
    </div>
  );
}

interface Answer<T> {
  data: T | undefined;
  error: unknown;
  refetch: () => void;
}

interface PartProps<T> {
  query: Answer<T>;
  heights: number[];
  children: (figures: T) => ReactNode;
}

function Part<T>({ query, heights, children }: PartProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (!query.error) return <Skeleton heights={heights} label="Loading the figures" />;
  return (
    <ErrorState
      inline
      what="The figures could not be loaded."
      error={query.error}
      onRetry={query.refetch}
    />
  );
}
