/** The answer while it is written: busy, but no live region. */
import { useLogin } from "~/login/LoginProvider";
import { Prose } from "~/prose/Prose";
import type { Phase } from "../reply/ReplyProgress";
import { ReplyProgress } from "../reply/ReplyProgress";
import type { LiveReply } from "../reply/useReplies";
import type { ReplyControl } from "../reply/useReplyControl";
import { CopilotByline } from "./Message";
import css from "./transcript.module.css";

interface RunningReplyProps {
  reply: LiveReply;
  isQueued: boolean;
  /** When the question was sent. */
  since: string;
  control: ReplyControl;
}

export function RunningReply({ reply, isQueued, since, control }: RunningReplyProps) {
  const { assistant } = useLogin();
  return (
    <article className={css.message} aria-busy={reply.isRunning}>
      {reply.text && <CopilotByline isDemo={assistant.demo} />}
      {reply.text && <Prose text={reply.text} />}
      {reply.isRunning && (
        <ReplyProgress
          phase={phaseOf(reply, isQueued)}
          since={since}
          isStopping={control.isStopping}
          onStop={control.stop}
          onNotify={control.notify}
        />
      )}
    </article>
  );
}

function phaseOf(reply: LiveReply, isQueued: boolean): Phase {
  if (reply.text) return "writing";
  return isQueued ? "waiting" : "reading";
}
