/** The record of one session, oldest first, ending in what is being sent and what is being answered. */
import { ArrowDown } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import type { AiSession, Step } from "~/api/types";
import { count } from "~/lib/words";
import { useLogin } from "~/login/LoginProvider";
import { Button } from "~/ui/Button";
import { ScrollBox } from "~/ui/ScrollBox";
import { addToDraft, focusComposer } from "../composer/drafts";
import { useAnswerAnnouncement } from "../reply/useAnswerAnnouncement";
import { useReplies } from "../reply/useReplies";
import { useReplyControl } from "../reply/useReplyControl";
import type { Sending } from "../useSend";
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
  const askAgain = useAskAgain(aiSession, steps);
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

/** Puts the last question back into the composer: a failed answer is asked for by sending it again. */
function useAskAgain(aiSession: AiSession, steps: Step[]): (() => void) | null {
  const { user } = useLogin();
  const question = steps.findLast((step) => step.kind === "user_message");
  if (!aiSession.can_write || !question) return null;
  return () => {
    addToDraft(user.id, aiSession.id, question.content);
    focusComposer();
  };
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
