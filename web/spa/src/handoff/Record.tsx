/** What people left: what was tried, what is known, and the steps on record. Complete without any AI. */
import type { Attempt, Snapshot, SnapshotFact, SnapshotStep } from "~/api/types";
import { clockTime } from "~/lib/time";
import { capitalised, plainText } from "~/lib/words";
import { Pill, type Tone } from "~/ui/Pill";
import css from "./handoff.module.css";

export function Record({ snapshot }: { snapshot: Snapshot }) {
  return (
    <div className={css.column}>
      <Attempts attempts={snapshot.attempts} />
      <Facts facts={snapshot.facts} clientName={snapshot.client_name} />
      <Steps steps={snapshot.steps} />
    </div>
  );
}

const OUTCOMES: Record<string, { words: string; tone: Tone }> = {
  worked: { words: "Worked", tone: "ok" },
  did_not_work: { words: "Did not work", tone: "danger" },
  partly: { words: "Partly", tone: "warn" },
  verifying: { words: "Verifying", tone: "info" },
  pending: { words: "Awaiting verification", tone: "info" },
  not_tried: { words: "Not tried", tone: "plain" },
  dismissed: { words: "Dismissed", tone: "plain" },
};

function Attempts({ attempts }: { attempts: Attempt[] }) {
  return (
    <section className={css.card} aria-labelledby="attempts-title">
      <h2 id="attempts-title">What was tried ({attempts.length})</h2>
      {attempts.length === 0 && <p className={css.muted}>Nothing on record.</p>}
      <ol className={css.list}>
        {attempts.map((attempt) => (
          <AttemptLine key={attempt.id} attempt={attempt} />
        ))}
      </ol>
    </section>
  );
}

function AttemptLine({ attempt }: { attempt: Attempt }) {
  const outcome = OUTCOMES[attempt.outcome] ?? { words: attempt.outcome, tone: "plain" };
  return (
    <li className={css.attempt}>
      <span>{attempt.title}</span>
      <Pill tone={outcome.tone}>{outcome.words}</Pill>
      {attempt.notes && <p className={css.notes}>{attempt.notes}</p>}
    </li>
  );
}

interface FactsProps {
  facts: SnapshotFact[];
  clientName: string | null;
}

function Facts({ facts, clientName }: FactsProps) {
  return (
    <section className={css.card} aria-labelledby="known-title">
      <h2 id="known-title">What we know ({facts.length})</h2>
      {facts.length === 0 && !clientName && <p className={css.muted}>Nothing established yet.</p>}
      <dl className={css.facts}>
        {clientName && (
          <>
            <dt>Client</dt>
            <dd>{clientName}</dd>
          </>
        )}
        {facts.map((fact) => (
          <FactLine key={`${fact.kind} ${fact.value}`} fact={fact} />
        ))}
      </dl>
    </section>
  );
}

function FactLine({ fact }: { fact: SnapshotFact }) {
  return (
    <>
      <dt>{capitalised(fact.kind)}</dt>
      <dd>{fact.value}</dd>
    </>
  );
}

function Steps({ steps }: { steps: SnapshotStep[] }) {
  return (
    <section className={css.card} aria-labelledby="steps-title">
      <h2 id="steps-title">Steps on record ({steps.length})</h2>
      <ol className={css.list}>
        {steps.map((step) => (
          <li key={step.index} className={css.step}>
            <span className={css.by}>
              {authorOf(step)} · {clockTime(step.created_at, Date.now())}
            </span>
            <span className={css.said} title={step.content}>
              {step.kind === "assistant_message" ? plainText(step.content) : step.content}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function authorOf(step: SnapshotStep): string {
  if (step.kind === "assistant_message") return "Copilot";
  return step.author?.name ?? "FlowPilot";
}
