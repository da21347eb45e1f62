/** The figures at the top: the time to the first action, and what became of the sessions. */
import { type ReactNode, useId } from "react";
import type { EscalationFigures, SessionFigures } from "~/api/analytics";
import { classes } from "~/lib/classes";
import { count } from "~/lib/text";
import { durationText } from "~/lib/time";
import kit from "~/ui/kit.module.css";
import css from "./analytics.module.css";
import Spark from "./Spark";
import { inUnit, unitFor } from "./series";

/** Below this number a share reflects chance. */
const MIN_SAMPLES = 5;

interface CardsProps {
  sessions: SessionFigures;
  /** Absent for viewers, and until they are loaded. */
  escalations: EscalationFigures | undefined;
}

export function Cards({ sessions, escalations }: CardsProps) {
  const { n, n_resolved: resolved, n_escalated: escalated, n_reopened: reopened } = sessions;
  const handedOver = escalations
    ? `${count(escalations.n_handoffs_created, "escalation")}, ${escalations.n_handoffs_claimed} claimed`
    : count(escalated, "session");
  return (
    <div className={css.cards}>
      {escalations && <FirstAction figures={escalations} />}
      <Share title="Resolved" part={resolved} of={n} look="good">
        {resolved} of {count(n, "session")}
      </Share>
      <Share title="Escalated" part={escalated} of={n} look="warn">
        {handedOver}
      </Share>
      <Share title="Reopened" part={reopened} of={n} look="calm">
        {count(reopened, "session")} within 30 days
      </Share>
    </div>
  );
}

function Card({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className={classes(kit.card, kit.padded, css.card)} aria-labelledby={id}>
      <h2 className={kit.meta} id={id}>
        {title}
      </h2>
      {children}
    </section>
  );
}

function FirstAction({ figures }: { figures: EscalationFigures }) {
  const { median_seconds: median, avg_seconds: average, p95_seconds: p95 } = figures;
  if (figures.too_few || median === null) {
    return (
      <Card title="Time to first action">
        <NoFigure />
        <p className={kit.meta}>
          {count(figures.n_handoffs_with_action, "claim")} with a first action; {MIN_SAMPLES} are
          needed.
        </p>
      </Card>
    );
  }
  const unit = unitFor(median);
  return (
    <Card title="Time to first action">
      <div className={kit.line}>
        <p className={css.figure}>
          {inUnit(median, unit)} <small>{unit.short} median</small>
        </p>
        <div className={css.mini}>
          <Spark figures={figures} width={88} height={28} />
        </div>
      </div>
      <p className={classes(kit.meta, kit.dots)}>
        {average !== null && <span>average {durationText(average)}</span>}
        {p95 !== null && <span>p95 {durationText(p95)}</span>}
      </p>
    </Card>
  );
}

interface ShareProps {
  title: string;
  part: number;
  of: number;
  look: "good" | "warn" | "calm";
  children: ReactNode;
}

function Share({ title, part, of, look, children }: ShareProps) {
  const percent = of === 0 ? 0 : Math.round((100 * part) / of);
  return (
    <Card title={title}>
      {of < MIN_SAMPLES ? (
        <NoFigure />
      ) : (
        <>
          <p className={css.figure}>
            {percent} <small>%</small>
          </p>
          <Meter percent={percent} look={look} />
        </>
      )}
      <p className={kit.meta}>{children}</p>
    </Card>
  );
}

export function NoFigure() {
  return (
    <p className={css.figure}>
      <small>Not enough data</small>
    </p>
  );
}

export function Meter({ percent, look }: { percent: number; look: ShareProps["look"] }) {
  return (
    <svg
      className={classes(css.meter, css[look])}
      viewBox="0 0 100 4"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <rect width={percent} height={4} />
    </svg>
  );
}
