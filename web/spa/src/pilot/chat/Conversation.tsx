/** The record of one session, oldest first, ending in what is being sent and what is being answered. */
import { ArrowDown } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { retryReply } from "~/api/sessions";
import type { AiSession, Step } from "~/api/types";
import { count } from "~/lib/words";
import { Button } from "~/ui/Button";
import { ScrollBox } from "~/ui/ScrollBox";
import { useAnswerAnnouncement } from "../reply/useAnswerAnnouncement";
import { useReplies } from "../reply/useReplies";
import { useReplyControl } from "../reply/useReplyControl";
import type { Sending } from "../useSend";
import { useSessionAct } from "../useSessionAct";
import { Message } from "./Message";
import { PendingMessage } from "./PendingMessage";
import { RunningReply } from "./RunningReply";
import css from "./transcript.module.css";
import { useAutoscroll } from "./useAutoscroll";

interface ConversationProps {
  aiSession: AiSession;
  steps: Step[];
  sending: Sending;
}

export function Conversation({ aiSession, steps, sending }: ConversationProps) {
  const replies = useReplies(aiSession.id, aiSession.reply, steps);
  const control = useReplyControl(aiSession.id, aiSession.reply?.id);
  useAnswerAnnouncement(aiSession.id, steps);
  const askAgain = useAskAgain(aiSession);
  const asked = steps.findLast((step) => step.kind === "user_message");
  const entries = steps.length + sending.pending.length;
  return (
    <Scroller entries={entries} sent={sending.pending.length}>
      {steps.map((step) => (
        <Message key={step.id} step={step} onAskAgain={step === steps.at(-1) ? askAgain : null} />
      ))}
      {replies.map((reply) => (
        <RunningReply
          key={reply.id}
          reply={reply}
          isQueued={aiSession.reply?.status === "queued"}
          since={asked?.created_at ?? aiSession.updated_at}
          control={control}
        />
      ))}
      {sending.pending.map((item) => (
        <PendingMessage key={item.key} item={item} sending={sending} />
      ))}
    </Scroller>
  );
}

/** Asks for a failed answer once more; the question stands in the record already. */
function useAskAgain(aiSession: AiSession): (() => void) | null {
  const retry = useSessionAct(aiSession.id, (key) => retryReply(aiSession.id, key));
  return aiSession.can_write && !aiSession.reply && !retry.isRunning ? retry.run : null;
}

interface ScrollerProps {
  entries: number;
  /** How many messages are on their way: sending one takes the reader to the end. */
  sent: number;
  children: ReactNode;
}

export function Scroller({ entries, sent, children }: ScrollerProps) {
  const { scroller, content, unseen, toEnd } = useAutoscroll(entries);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only one's own sending moves the page.
  useEffect(() => {
    if (sent > 0) toEnd();
  }, [sent]);
  return (
    <ScrollBox ref={scroller} className={css.scroller} label="Conversation">
      <div ref={content} className={css.content}>
        {children}
        {unseen > 0 && (
          <Button small className={css.new} onClick={toEnd}>
            <ArrowDown size={16} strokeWidth={1.5} /> {count(unseen, "new", "new")}
          </Button>
        )}
      </div>
    </ScrollBox>
  );
}
