/** The time from a claim to the claimer's first action. With few escalations it shows no figure. */
import { Suspense } from "react";
import { Link } from "react-router";
import { useEscalationFigures } from "~/analytics/useFigures";
import type { EscalationFigures } from "~/api/analytics";
import { classes } from "~/lib/classes";
import { count } from "~/lib/text";
import { durationText } from "~/lib/time";
import { ErrorState } from "~/ui/ErrorState";
import kit from "~/ui/kit.module.css";
import { lazyPart } from "~/ui/lazyPart";
import { Skeleton } from "~/ui/Skeleton";
import css from "./home.module.css";

const Spark = lazyPart(() => import("~/analytics/Spark"));

export function FirstAction() {
  const figures = useEscalationFigures("30d");
  return (
    <section className={classes(kit.card, kit.padded, css.figures)} aria-labelledby="first-action">
      <div className={kit.line}>
        <h2 className={kit.meta} id="first-action">
          Time to first action
        </h2>
        <Link className={classes(kit.meta, kit.end)} to="/analytics">
          30 days
        </Link>
      </div>
      {figures.data ? (
        <Figures figures={figures.data} />
      ) : figures.error ? (
        <ErrorState
          inline
          what="The figures could not be loaded."
          error={figures.error}
          onRetry={figures.refetch}
        />
      ) : (
        <Skeleton heights={[32, 16]} label="Loading the figures" />
      )}
    </section>
  );
}

function Figures({ figures }: { figures: EscalationFigures }) {
  const { median_seconds, avg_seconds, p95_seconds } = figures;
  const { n_handoffs_claimed: claimed, n_handoffs_with_action: acted } = figures;
  const isEnough = !figures.too_few && median_seconds !== null;
  return (
    <>
      {isEnough ? (
        <>
          <p className={css.figure}>
            {durationText(median_seconds)} <small>median</small>
          </p>
          <Suspense fallback={null}>
            <Spark figures={figures} width={256} height={56} isFilled />
          </Suspense>
          <p className={classes(kit.meta, kit.dots)}>
            {avg_seconds !== null && <span>average {durationText(avg_seconds)}</span>}
            {p95_seconds !== null && <span>p95 {durationText(p95_seconds)}</span>}
            <span>{count(claimed, "claim")}</span>
          </p>
        </>
      ) : (
        <>
          <p className={css.figure}>
            <small>Not enough data</small>
          </p>
          <p className={kit.meta}>{count(acted, "claim")} with a first action; 5 are needed.</p>
        </>
      )}
      <details>
        <summary>What this counts</summary>
        <p className={kit.meta}>{figures.metric_definition}</p>
      </details>
    </>
  );
}
