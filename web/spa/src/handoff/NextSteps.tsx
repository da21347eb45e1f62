/** The next steps and the open questions that the copilot suggests. */
import type { Handoff } from "~/api/types";
import kit from "~/ui/kit.module.css";
import { Skeleton } from "~/ui/Skeleton";
import css from "./handoff.module.css";

export function NextSteps({ handoff }: { handoff: Handoff }) {
  const isPending = handoff.assessment_status === "pending";
  const steps = handoff.ai_assessment_data?.suggested_steps ?? [];
  if (!isPending && steps.length === 0) return null;
  return (
    <section aria-labelledby="next-title">
      <div className={kit.sectionHead}>
        <h2 id="next-title">Next steps</h2>
      </div>
      {isPending ? (
        <Skeleton heights={[24, 24, 24]} gap={20} label="Next steps are on their way" />
      ) : (
        <StepList steps={steps} />
      )}
    </section>
  );
}

export function StepList({ steps }: { steps: string[] }) {
  return (
    <ol className={css.steps}>
      {steps.map((step) => (
        <li key={step}>
          <p dir="auto">{step}</p>
        </li>
      ))}
    </ol>
  );
}

export function StillOpen({ handoff }: { handoff: Handoff }) {
  const questions = handoff.ai_assessment_data?.open_questions ?? [];
  if (questions.length === 0) return null;
  return (
    <section aria-labelledby="open-title">
      <div className={kit.sectionHead}>
        <h2 id="open-title">Still open</h2>
      </div>
      <ul className={css.open}>
        {questions.map((question) => (
          <li key={question} dir="auto">
            {question}
          </li>
        ))}
      </ul>
    </section>
  );
}
