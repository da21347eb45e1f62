/** The conversation of a link. */
import type { SharedStep } from "~/api/shares";
import { count } from "~/lib/text";
import { clockTime, useNow } from "~/lib/time";
import { PersonText } from "~/prose/PersonText";
import { Prose } from "~/prose/Prose";
import css from "./share.module.css";

interface SharedStepsProps {
  steps: SharedStep[];
  leftOut: number;
}

export function SharedSteps({ steps, leftOut }: SharedStepsProps) {
  return (
    <section className={css.part} aria-label="Conversation">
      <h2>Conversation</h2>
      {leftOut > 0 && <p className={css.quiet}>{count(leftOut, "entry", "entries")} not shown.</p>}
      <div>
        {steps.map((step) => (
          <Step key={step.index} step={step} />
        ))}
      </div>
    </section>
  );
}

function Step({ step }: { step: SharedStep }) {
  const now = useNow();
  const { author, kind, content, attachments, created_at: at } = step;
  const isCopilot = kind === "assistant_message";
  return (
    <article className={`${css.card} ${css.step}`}>
      <p className={css.by}>
        {isCopilot ? "Copilot" : (author ?? "Somebody")}
        <time dateTime={at}>{clockTime(at, now)}</time>
      </p>
      {isCopilot && <Prose text={content} />}
      {kind === "user_message" && content && <PersonText text={content} />}
      {kind === "action" && (
        <p className={css.action} dir="auto">
          {content}
        </p>
      )}
      {attachments.length > 0 && (
        <p className={css.quiet}>
          {count(attachments.length, "file")} attached: {attachments.join(", ")}
        </p>
      )}
    </article>
  );
}
