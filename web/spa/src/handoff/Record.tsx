/** What was tried, what is known, and the steps on record. Complete without any AI. */
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import type { AiSession, SnapshotAttempt, SnapshotFact, Step } from "~/api/types";
import { AttemptList } from "~/attempts/AttemptList";
import { kindText } from "~/lib/text";
import { clockTime, useNow } from "~/lib/time";
import { useSteps } from "~/pilot/steps";
import { PersonText } from "~/prose/PersonText";
import { Prose } from "~/prose/Prose";
import { SignalledText } from "~/prose/SignalledText";
import { ErrorState } from "~/ui/ErrorState";
import kit from "~/ui/kit.module.css";
import { Skeleton } from "~/ui/Skeleton";
import css from "./record.module.css";

export function Tried({ attempts }: { attempts: SnapshotAttempt[] }) {
  return (
    <section aria-labelledby="tried-title">
      <div className={kit.sectionHead}>
        <h2 id="tried-title">Tried</h2>
        <span className={kit.meta}>{attempts.length}</span>
      </div>
      {attempts.length === 0 && <p className={css.none}>Nothing on record.</p>}
      <AttemptList attempts={attempts} />
    </section>
  );
}

/** Lists only the facts, as many as the escalate dialog promised. The client is shown below the headline. */
export function Known({ facts }: { facts: SnapshotFact[] }) {
  return (
    <section aria-labelledby="known-title">
      <div className={kit.sectionHead}>
        <h2 id="known-title">What we know</h2>
        <span className={kit.meta}>{facts.length}</span>
      </div>
      {facts.length === 0 && <p className={css.none}>Nothing established yet.</p>}
      <dl className={css.facts}>
        {facts.map(({ kind, value }) => (
          <div key={`${kind} ${value}`}>
            <dt>{kindText(kind)}</dt>
            <dd dir="auto">
              <SignalledText text={value} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The current record, because the escalator may have continued to write. Fetched only when it is unfolded. */
export function Log({ aiSession }: { aiSession: AiSession }) {
  const [isOpen, setIsOpen] = useState(false);
  const steps = useSteps(aiSession.id, isOpen);
  const said = steps.data?.filter((step) => step.kind !== "system");
  return (
    <section className={css.fold} aria-label="Record">
      <button type="button" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        <ChevronRight size={14} strokeWidth={1.5} aria-hidden="true" />
        Steps on record
        <span className={kit.meta}>{aiSession.step_count}</span>
      </button>
      {isOpen && steps.isPending && <Skeleton heights={[40, 40]} label="Loading the record" />}
      {steps.error && !said && (
        <ErrorState
          inline
          what="The record could not be loaded."
          error={steps.error}
          onRetry={steps.refetch}
        />
      )}
      <ol className={css.log} hidden={!isOpen}>
        {said?.map((step) => (
          <StepLine key={step.id} step={step} />
        ))}
      </ol>
    </section>
  );
}

function StepLine({ step }: { step: Step }) {
  const now = useNow();
  return (
    <li>
      <span className={kit.meta}>
        {authorOf(step)} · {clockTime(step.created_at, now)}
      </span>
      <div className={css.said}>
        {step.kind === "assistant_message" ? (
          <Prose text={step.content} />
        ) : (
          <PersonText text={step.content} />
        )}
      </div>
    </li>
  );
}

function authorOf(step: Step): string {
  if (step.kind === "assistant_message") return "Copilot";
  return step.author?.name ?? "FlowPilot";
}
