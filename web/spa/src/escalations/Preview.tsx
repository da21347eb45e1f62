/** The preview of the selected row: the question, the likely cause, the first steps, and what is on record. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { fetchHandoff } from "~/api/handoffs";
import { keys } from "~/api/keys";
import type { Handoff, QueueItem } from "~/api/types";
import { Cause } from "~/handoff/AssessmentCard";
import { EscalationReason } from "~/handoff/EscalationReason";
import { StepList } from "~/handoff/NextSteps";
import { Known, Tried } from "~/handoff/Record";
import { useGuard } from "~/keyboard/useGuard";
import { classes } from "~/lib/classes";
import { ticketTag } from "~/lib/text";
import { AlsoViewing } from "~/presence/AlsoViewing";
import { topicOf } from "~/presence/people";
import { useShownAt } from "~/presence/useShownAt";
import { Button, ButtonLink } from "~/ui/Button";
import { ErrorState } from "~/ui/ErrorState";
import { KeyCap } from "~/ui/KeyCap";
import kit from "~/ui/kit.module.css";
import { ScrollBox } from "~/ui/ScrollBox";
import { Skeleton } from "~/ui/Skeleton";
import { WaitingTime } from "~/ui/WaitingTime";
import css from "./escalations.module.css";
import { contextOf, titleOf } from "./queue";
import { RemovalLabel } from "./RemovalLabel";
import { AssessmentStatus } from "./RowLabels";
import type { Line } from "./useFrozenRows";
import type { RowActions } from "./useRowActions";

/** Selecting row after row does not fetch each of them. */
const PAUSE_MS = 150;
const MAX_STEPS = 2;

/** Whoever stays on a row reads it, and is shown to the others there. */
const READING_MS = 1_000;

interface PreviewProps {
  line: Line;
  acts: RowActions;
  /** The user chose this row; the first row of a queue that was just opened is only shown. */
  isChosen: boolean;
}

export function Preview({ line, acts, isChosen }: PreviewProps) {
  const { row } = line;
  const isReading = usePause(READING_MS) && isChosen && !line.isGone && row.handoff_id;
  useShownAt(isReading ? topicOf(isReading) : null);
  const title = titleOf(row);
  return (
    <section className={css.peek} aria-label={`Preview: ${title}`}>
      <ScrollBox className={kit.scroll} label="Preview">
        <div className={css.peekBody}>
          <div>
            <h2 className={css.peekTitle} dir="auto">
              {title}
            </h2>
            {line.isGone ? (
              <p className={kit.muted}>
                <RemovalLabel rowKey={line.key} />
              </p>
            ) : (
              <About row={row} />
            )}
          </div>
          {!line.isGone && <Body row={row} />}
        </div>
      </ScrollBox>
      {!line.isGone && <Foot row={row} acts={acts} />}
    </section>
  );
}

function About({ row }: { row: QueueItem }) {
  return (
    <p className={classes(kit.meta, kit.dots)}>
      {row.client_name && <span dir="auto">{row.client_name}</span>}
      {row.psa_ticket_id && <span>{ticketTag(row.psa_ticket_id)}</span>}
      {row.priority && <span>{row.priority}</span>}
      <span>
        <WaitingTime at={row.escalated_at} words="waiting" />
      </span>
    </p>
  );
}

function Body({ row }: { row: QueueItem }) {
  const isCalm = usePause(PAUSE_MS);
  const id = row.handoff_id;
  const handoff = useQuery({
    queryKey: keys.handoff(row.session_id, id ?? ""),
    queryFn: () => fetchHandoff(row.session_id, id ?? ""),
    enabled: id !== null && isCalm,
  });
  return (
    <>
      <EscalationReason by={row.created_by} reason={row.reason} />
      <Assessed row={row} handoff={handoff.data} />
      {handoff.data && <OnRecord handoff={handoff.data} />}
      {!handoff.data && id !== null && !handoff.error && (
        <Skeleton heights={[20, 20, 20]} gap={12} label="Loading the handoff" />
      )}
      {handoff.error && !handoff.data && (
        <ErrorState
          inline
          what="The handoff could not be loaded."
          error={handoff.error}
          onRetry={handoff.refetch}
        />
      )}
    </>
  );
}

function usePause(ms: number): boolean {
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsOver(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return isOver;
}

function Assessed({ row, handoff }: { row: QueueItem; handoff: Handoff | undefined }) {
  const data = handoff?.ai_assessment_data;
  if (handoff?.assessment_status !== "ready" || !data?.has_assessment) {
    return (
      <p className={classes(kit.secondary, kit.muted)}>
        <AssessmentStatus row={row} />
      </p>
    );
  }
  const steps = data.suggested_steps?.slice(0, MAX_STEPS) ?? [];
  return (
    <>
      <div className={css.assessment}>
        <Cause data={data} />
      </div>
      {steps.length > 0 && (
        <div>
          <h3>Start with</h3>
          <StepList steps={steps} />
        </div>
      )}
    </>
  );
}

function OnRecord({ handoff }: { handoff: Handoff }) {
  const { snapshot } = handoff;
  return (
    <>
      <Tried attempts={snapshot.attempts} />
      <Known facts={snapshot.facts} />
    </>
  );
}

function Foot({ row, acts }: { row: QueueItem; acts: RowActions }) {
  const guard = useGuard();
  const isOn = acts.isClaiming(row);
  return (
    <div className={css.footBar} data-keep-clear>
      <Button
        look="primary"
        data-guarded={guard.isHolding || undefined}
        aria-disabled={isOn || guard.isHolding}
        onClick={guard((_event) => acts.pickUp(row))}
      >
        {isOn ? "Picking up…" : "Pick up"} <KeyCap>P</KeyCap>
      </Button>
      <ButtonLink look="ghost" to={contextOf(row)} onClick={() => acts.see(row)}>
        Open handoff <KeyCap>↵</KeyCap>
      </ButtonLink>
      {row.handoff_id && <AlsoViewing topic={topicOf(row.handoff_id)} className={kit.end} />}
    </div>
  );
}
