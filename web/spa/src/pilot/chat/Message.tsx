/** One entry of the chat, by its kind. Every entry names its author. */
import { memo } from "react";
import type { Step } from "~/api/types";
import { classes } from "~/lib/classes";
import { absoluteTime, clockTime } from "~/lib/time";
import { DEMO_AI, nameOf } from "~/lib/words";
import { useLogin } from "~/login/LoginProvider";
import { Prose } from "~/prose/Prose";
import { Button } from "~/ui/Button";
import { Pill } from "~/ui/Pill";
import { replyData } from "../steps";
import css from "./transcript.module.css";

interface MessageProps {
  step: Step;
  /** Asks for a failed answer once more; null when nothing can be asked. */
  onAskAgain: (() => void) | null;
}

export const Message = memo(function Message({ step, onAskAgain }: MessageProps) {
  if (step.kind === "system" || step.kind === "action") return <RecordLine step={step} />;
  if (step.kind === "assistant_message") return <Answer step={step} onAskAgain={onAskAgain} />;
  return (
    <article className={css.message}>
      <Byline step={step} />
      <div className={classes(css.bubble, step.kind === "note" && css.note)}>{step.content}</div>
    </article>
  );
});

function Byline({ step }: { step: Step }) {
  return (
    <header className={css.byline}>
      <span className={css.author}>{useAuthor(step)}</span>
      <ClockTime at={step.created_at} />
      {step.kind === "note" && <Pill>Note</Pill>}
    </header>
  );
}

function useAuthor(step: Step): string {
  const { user } = useLogin();
  return step.author?.id === user.id ? "You" : nameOf(step.author);
}

interface CopilotBylineProps {
  at?: string;
  /** The built-in assistant spoke; `label` says in full what that is. */
  isDemo: boolean;
  label?: string | undefined;
}

export function CopilotByline({ at, isDemo, label }: CopilotBylineProps) {
  return (
    <header className={css.byline}>
      <span className={css.author}>Copilot</span>
      {at && <ClockTime at={at} />}
      {isDemo && (
        <Pill tone="info">
          <span title={label}>{DEMO_AI}</span>
        </Pill>
      )}
    </header>
  );
}

export function ClockTime({ at }: { at: string }) {
  return (
    <time dateTime={at} title={absoluteTime(at)}>
      {clockTime(at, Date.now())}
    </time>
  );
}

function Answer({ step, onAskAgain }: MessageProps) {
  const data = replyData(step);
  return (
    <article className={css.message}>
      <CopilotByline
        at={step.created_at}
        isDemo={data.provider === "demo"}
        label={data.provider_label}
      />
      {step.content && <Prose text={step.content} />}
      {data.status === "failed" && <Failure step={step} onAskAgain={onAskAgain} />}
      {data.status === "cancelled" && <p className={css.end}>Stopped</p>}
      {data.cut_off && (
        <p className={css.end}>The answer was cut off: it reached its longest length.</p>
      )}
    </article>
  );
}

function Failure({ step, onAskAgain }: MessageProps) {
  const { message, code } = replyData(step);
  return (
    <div className={css.end}>
      <p className={css.failed}>{message || `Copilot could not answer (${code ?? "unknown"}).`}</p>
      {onAskAgain && (
        <Button small onClick={onAskAgain}>
          Ask again
        </Button>
      )}
    </div>
  );
}

/** What was done, in one line: recorded by the system, or an act of a person with their name in front. */
function RecordLine({ step }: { step: Step }) {
  const author = useAuthor(step);
  const { notes } = step.data;
  return (
    <p className={css.record}>
      {step.kind === "action" && <span className={css.author}>{author} </span>}
      {step.content}
      {typeof notes === "string" && `: ${notes}`} · <ClockTime at={step.created_at} />
    </p>
  );
}
