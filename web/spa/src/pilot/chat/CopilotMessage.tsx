/**
 * A message of the copilot. The running answer and the saved one render the same elements, so nothing moves and no selection is lost when
 * the answer is complete. While it is being written it has `aria-busy` and is not a live region.
 */
import { CircleAlert } from "lucide-react";
import { memo, type ReactNode, Suspense, useContext } from "react";
import type { Citation, ReplyData, Step } from "~/api/types";
import { useReplyText } from "~/live/LiveProvider";
import { useLogin } from "~/login/LoginProvider";
import { CitationsContext } from "~/prose/citations";
import { Prose } from "~/prose/Prose";
import { CopilotAvatar } from "~/ui/Avatar";
import { Button } from "~/ui/Button";
import { lazyPart } from "~/ui/lazyPart";
import { ReplyProgress, useSecondsSince } from "../reply/ReplyProgress";
import type { LiveReply } from "../reply/useReplies";
import type { ReplyControl } from "../reply/useReplyControl";
import { namesSecondProblem, SpinOffContext } from "../spinOff";
import { anchorOf } from "../stepLinks";
import { replyData } from "../steps";
import { Byline, DemoPill } from "./Byline";
import { ClockTime } from "./ClockTime";
import { MessageTools } from "./MessageTools";
import css from "./transcript.module.css";

const NOTHING_CITED: readonly Citation[] = [];

const CutNote = lazyPart(() => import("./CutNote"));

/** A reply that has no step yet. */
export interface Running {
  reply: LiveReply;
  isQueued: boolean;
  /** The time when the question was sent. */
  since: string;
  control: ReplyControl;
}

interface CopilotMessageProps {
  /** The saved answer, or null while it is running. */
  step: Step | null;
  running: Running | null;
  /** Requests a failed reply again; null if that is not possible. */
  onRetryReply: (() => void) | null;
}

export const CopilotMessage = memo(function CopilotMessage(props: CopilotMessageProps) {
  const { step, running } = props;
  const { assistant } = useLogin();
  const written = useReplyText(unsavedId(props));
  if (running && !written) return <Starting running={running} />;
  const text = step?.content ?? written;
  const data = step ? replyData(step) : null;
  const isGrowing = running?.reply.isRunning === true;
  return (
    <article
      id={step ? anchorOf(step.id) : undefined}
      className={css.message}
      aria-busy={isGrowing}
    >
      <CopilotAvatar />
      <Byline author="Copilot" at={step ? <ClockTime at={step.created_at} /> : "now"}>
        {(data ? data.provider === "demo" : assistant.demo) && (
          <DemoPill label={data?.provider_label} />
        )}
        {step && text && <MessageTools stepId={step.id} text={text} />}
      </Byline>
      {text && <Answer text={text} isGrowing={isGrowing} data={data} />}
      {isGrowing && running && <Progress running={running} phase="writing" />}
      {step && <After step={step} onRetryReply={props.onRetryReply} />}
    </article>
  );
});

interface AnswerProps {
  text: string;
  isGrowing: boolean;
  data: ReplyData | null;
}

function Answer({ text, isGrowing, data }: AnswerProps) {
  return (
    <CitationsContext value={data?.citations ?? NOTHING_CITED}>
      <Prose text={text} isGrowing={isGrowing} />
    </CitationsContext>
  );
}

/** The reply whose text arrives in pieces; null for a saved answer. */
function unsavedId({ step, running }: CopilotMessageProps): string | null {
  return step ? null : (running?.reply.id ?? null);
}

/** No text has arrived yet. For the first second nothing shows. */
function Starting({ running }: { running: Running }) {
  const { assistant } = useLogin();
  const isSilent = useSecondsSince(running.since) < 1 || !running.reply.isRunning;
  if (isSilent) return null;
  return (
    <article className={css.message} aria-busy="true">
      <CopilotAvatar />
      <Byline author="Copilot" at="now">
        {assistant.demo && <DemoPill />}
      </Byline>
      <Progress running={running} phase={running.isQueued ? "waiting" : "reading"} />
    </article>
  );
}

interface ProgressProps {
  running: Running;
  phase: "waiting" | "reading" | "writing";
}

function Progress({ running: { since, control }, phase }: ProgressProps) {
  return (
    <ReplyProgress
      phase={phase}
      since={since}
      isStopping={control.isStopping}
      onStop={control.stop}
      onNotify={control.notify}
    />
  );
}

/** What the answer is not based on, and how it ended. */
function After({ step, onRetryReply }: EndingProps) {
  const { cut } = replyData(step);
  return (
    <>
      {cut && (
        <Suspense fallback={null}>
          <CutNote cut={cut} />
        </Suspense>
      )}
      <Ending step={step} onRetryReply={onRetryReply} />
      <SecondProblem step={step} />
    </>
  );
}

/** Offered where the copilot speaks of a second problem. */
function SecondProblem({ step }: { step: Step }) {
  const spinOff = useContext(SpinOffContext);
  if (!spinOff || !namesSecondProblem(step.content)) return null;
  return (
    <div className={css.end}>
      <Button small onClick={() => spinOff(step.id)}>
        Spin off a ticket…
      </Button>
    </div>
  );
}

interface EndingProps {
  step: Step;
  onRetryReply: (() => void) | null;
}

function Ending({ step, onRetryReply }: EndingProps): ReactNode {
  const { status, cut_off } = replyData(step);
  if (status === "failed") return <Failure step={step} onRetryReply={onRetryReply} />;
  if (status === "cancelled") return <p className={css.end}>Stopped</p>;
  if (cut_off) {
    return <p className={css.end}>The answer was cut off because it reached the maximum length.</p>;
  }
  return null;
}

function Failure({ step, onRetryReply }: EndingProps) {
  const { message, code } = replyData(step);
  return (
    <div className={css.end}>
      <p className={css.failed}>
        <CircleAlert size={14} strokeWidth={1.5} aria-hidden="true" />
        {message || `Copilot could not answer (${code ?? "unknown"}).`}
      </p>
      {onRetryReply && (
        <Button small onClick={onRetryReply}>
          Ask again
        </Button>
      )}
    </div>
  );
}
