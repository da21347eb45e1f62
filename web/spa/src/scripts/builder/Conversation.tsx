/** What the person asks for and what the copilot answers. Stop keeps what was written; Esc stops too. */
import { CircleAlert, RotateCcw } from "lucide-react";
import { useEffect, useRef } from "react";
import { messageOf } from "~/api/errors";
import type { ScriptMessage, ScriptSession } from "~/api/scriptBuilder";
import { useEscape } from "~/keyboard/useEscape";
import { classes } from "~/lib/classes";
import { clockTime, useNow } from "~/lib/time";
import { useScriptReplyText } from "~/live/LiveProvider";
import { ReplyProgress } from "~/pilot/reply/ReplyProgress";
import { PersonText } from "~/prose/PersonText";
import { Prose } from "~/prose/Prose";
import { Button } from "~/ui/Button";
import kit from "~/ui/kit.module.css";
import { ScrollBox } from "~/ui/ScrollBox";
import css from "./builder.module.css";
import { Composer } from "./Composer";
import { type BuilderActs, runningReply } from "./useScriptSession";

interface ConversationProps {
  scriptSession: ScriptSession;
  acts: BuilderActs;
  /** Beside the chat of an AI session, in the column of the details. */
  isBeside?: boolean;
}

export function Conversation({ scriptSession, acts, isBeside = false }: ConversationProps) {
  const running = runningReply(scriptSession);
  const { messages, status } = scriptSession;
  const last = messages.at(-1);
  const stop = () => running && !acts.isStopping && acts.stopping.mutate();
  useEscape(stop, running !== null);
  const end = useFollowedEnd(messages.length);
  return (
    <section
      className={classes(css.talk, isBeside && css.beside)}
      aria-label="Conversation"
      data-region="conversation"
    >
      <ScrollBox className={css.messages} label="Messages">
        {messages.length === 0 && <Hello isRevision={scriptSession.script_id !== null} />}
        {messages.map((message) => (
          <Message key={message.id} message={message} isRunning={message === running} />
        ))}
        {running && (
          <ReplyProgress
            phase={running.status === "queued" ? "waiting" : "writing"}
            since={running.created_at}
            isStopping={acts.isStopping}
            onStop={stop}
          />
        )}
        {!running && last && canRetry(last) && (
          <Button small onClick={() => !acts.retrying.isPending && acts.retrying.mutate()}>
            <RotateCcw size={14} strokeWidth={1.5} /> Try again
          </Button>
        )}
        <div ref={end} />
      </ScrollBox>
      {(acts.sending.error || acts.retrying.error) && (
        <p className={css.refusal} role="alert">
          Not sent. {messageOf(acts.sending.error ?? acts.retrying.error)}
        </p>
      )}
      {status === "open" ? (
        <Composer
          scriptSession={scriptSession}
          acts={acts}
          isBusy={running !== null}
          isBeside={isBeside}
        />
      ) : (
        <p className={css.closed}>This session is {status === "saved" ? "saved" : "discarded"}.</p>
      )}
    </section>
  );
}

function Hello({ isRevision }: { isRevision: boolean }) {
  return (
    <div className={css.hello}>
      <h2>{isRevision ? "What should change?" : "What should the script do?"}</h2>
      <p className={kit.muted}>
        Name the system, what it may change, and which values differ each time. The copilot writes a
        draft; nothing is run.
      </p>
    </div>
  );
}

interface MessageProps {
  message: ScriptMessage;
  isRunning: boolean;
}

function Message({ message, isRunning }: MessageProps) {
  const now = useNow();
  const live = useScriptReplyText(isRunning ? message.id : null);
  const isMine = message.role === "user";
  const text = live.length > message.content.length ? live : message.content;
  if (!text && isRunning) return null;
  return (
    <article className={isMine ? css.mine : css.theirs} aria-busy={isRunning || undefined}>
      <p className={kit.meta}>
        <strong>{isMine ? "You" : "Copilot"}</strong> · {clockTime(message.created_at, now)}
        {message.provider_label && ` · ${message.provider_label}`}
      </p>
      {isMine ? <PersonText text={text} /> : <Prose text={text} isGrowing={isRunning} />}
      {!isMine && !isRunning && <Ending message={message} />}
    </article>
  );
}

/** How the reply ended, if not as it should, and which draft it wrote. */
function Ending({ message: { status, draft_version } }: { message: ScriptMessage }) {
  return (
    <p className={kit.meta}>
      {status === "failed" && (
        <>
          <CircleAlert size={12} strokeWidth={1.5} aria-hidden="true" /> Copilot could not answer.{" "}
        </>
      )}
      {status === "cancelled" && "Stopped. What was written is kept. "}
      {draft_version !== null && `Wrote draft ${draft_version}.`}
    </p>
  );
}

function canRetry({ role, status }: ScriptMessage): boolean {
  return role === "assistant" && (status === "failed" || status === "cancelled");
}

function useFollowedEnd(length: number) {
  const end = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new message is shown.
  useEffect(() => {
    // Newer browsers return a promise, which is no cleanup.
    end.current?.scrollIntoView({ block: "nearest" });
  }, [length]);
  return end;
}
