/** The transcript of one session, oldest first, followed by messages that are being sent and the running reply. */
import { useQueryClient } from "@tanstack/react-query";
import {
  memo,
  type ReactNode,
  Suspense,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { keys } from "~/api/keys";
import { retryReply } from "~/api/sessions";
import type { AiSession, Step } from "~/api/types";
import { useToday } from "~/lib/today";
import { type StepPages, stepsIn } from "~/live/stepPages";
import { useLogin } from "~/login/LoginProvider";
import { ReleaseContext } from "~/prose/masks";
import { useFormatter } from "~/prose/Prose";
import { MissingBoundary } from "~/ui/Boundary";
import { Skeleton } from "~/ui/Skeleton";
import { addToDraft, focusComposer } from "../composer/drafts";
import { useAnswerAnnouncement } from "../reply/useAnswerAnnouncement";
import { useReplies } from "../reply/useReplies";
import { useReplyControl } from "../reply/useReplyControl";
import { SpinOffContext, useSpinOffs } from "../spinOff";
import type { Sending } from "../useSend";
import { useSessionAction } from "../useSessionAction";
import { DayLine } from "./ClockTime";
import { CopilotMessage, type Running } from "./CopilotMessage";
import { type Entry, entriesOf, reusing } from "./entries";
import { type LineActions, LogGroup } from "./LogGroup";
import { Message } from "./Message";
import { QuoteContext } from "./MessageTools";
import { PendingMessage } from "./PendingMessage";
import { RecordContext } from "./recordContext";
import { Scroller } from "./Scroller";
import css from "./transcript.module.css";
import { useRelease } from "./useRelease";

/** The number of entries in a block. */
const BLOCK = 50;

interface ConversationProps {
  aiSession: AiSession;
  steps: Step[];
  sending: Sending;
  /** Buttons at the end of a log line, such as for a settled fix. */
  lineActions?: LineActions | undefined;
}

export function Conversation({ aiSession, steps, sending, lineActions }: ConversationProps) {
  const running = useRunning(aiSession, steps);
  useAnswerAnnouncement(aiSession.id, steps);
  const askAgain = useRetryReply(aiSession);
  const { older, entries } = useBlocks(useEntries(steps));
  const last = steps.at(-1);
  return (
    <MissingBoundary region="part">
      <Suspense fallback={<Loading />}>
        <Formatting>
          <MessageContexts aiSession={aiSession}>
            <Scroller entries={steps.length + sending.pending.length} sent={sending.pending.length}>
              {[
                ...older.map((block) => (
                  <Block key={`block ${block[0]?.key}`} entries={block} lineActions={lineActions} />
                )),
                ...entries.map((entry) => (
                  <EntryView
                    key={entry.key}
                    entry={entry}
                    onRetryReply={"step" in entry && entry.step === last ? askAgain : null}
                    lineActions={lineActions}
                  />
                )),
                ...running.map((reply) => <EntryView key={reply.reply.id} entry={reply} />),
              ]}
              {sending.pending.map((item) => (
                <PendingMessage key={item.key} item={item} sending={sending} />
              ))}
            </Scroller>
          </MessageContexts>
        </Formatting>
      </Suspense>
    </MissingBoundary>
  );
}

/** What the messages can do and look up. Each value stays the same while the conversation grows. */
function MessageContexts({ aiSession, children }: { aiSession: AiSession; children: ReactNode }) {
  return (
    <RecordContext value={useStepOf(aiSession.id)}>
      <ReleaseContext value={useRelease(aiSession)}>
        <QuoteContext value={useQuote(aiSession)}>
          <SpinOffContext value={useSpinOffs()}>{children}</SpinOffContext>
        </QuoteContext>
      </ReleaseContext>
    </RecordContext>
  );
}

function useStepOf(sessionId: string): (stepId: string) => Step | undefined {
  const queries = useQueryClient();
  return useCallback(
    (stepId) => {
      const pages = queries.getQueryData<StepPages>(keys.steps(sessionId)) ?? [];
      return stepsIn(pages).find((step) => step.id === stepId);
    },
    [queries, sessionId],
  );
}

interface BlockProps {
  entries: readonly Entry[];
  lineActions?: LineActions | undefined;
}

/** Earlier entries, which the browser skips as one while they are off the screen: a thousand by themselves cost time in each frame. */
const Block = memo(
  function Block({ entries, lineActions }: BlockProps) {
    return (
      <div className={css.block}>
        {entries.map((entry) => (
          <EntryView key={entry.key} entry={entry} lineActions={lineActions} />
        ))}
      </div>
    );
  },
  (one, other) =>
    one.lineActions === other.lineActions &&
    one.entries.length === other.entries.length &&
    one.entries.every((entry, index) => entry === other.entries[index]),
);

interface EntryViewProps {
  entry: Entry | Running;
  onRetryReply?: (() => void) | null;
  lineActions?: LineActions | undefined;
}

const EntryView = memo(function EntryView(props: EntryViewProps) {
  const { entry, onRetryReply = null, lineActions } = props;
  if ("reply" in entry) return <CopilotMessage step={null} running={entry} onRetryReply={null} />;
  switch (entry.kind) {
    case "day":
      return <DayLine at={entry.at} />;
    case "log":
      return <LogGroup steps={entry.steps} actions={lineActions} />;
    case "answer":
      return <CopilotMessage step={entry.step} running={null} onRetryReply={onRetryReply} />;
    case "message":
      return <Message step={entry.step} />;
  }
});

/** The transcript renders only once it can be formatted, so that it does not change afterwards. */
function Formatting({ children }: { children: ReactNode }) {
  useFormatter();
  return children;
}

function Loading() {
  return (
    <div className={css.loading}>
      <Skeleton heights={[32, 64, 120, 64]} gap={16} label="Loading the session" />
    </div>
  );
}

function useEntries(steps: Step[]): Entry[] {
  const today = useToday();
  const shown = useRef<Entry[]>([]);
  const entries = useMemo(() => reusing(shown.current, entriesOf(steps, today)), [steps, today]);
  useEffect(() => {
    shown.current = entries;
  });
  return entries;
}

/**
 * The entries that were there when the chat opened, in blocks, without the newest; and the others. A block that formed later would mount
 * its messages again, under the eyes of the reader.
 */
function useBlocks(all: Entry[]): { older: Entry[][]; entries: Entry[] } {
  const [count] = useState(() => Math.max(0, Math.floor(all.length / BLOCK) - 1));
  const older = Array.from({ length: count }, (_, index) =>
    all.slice(index * BLOCK, (index + 1) * BLOCK),
  );
  return { older, entries: all.slice(count * BLOCK) };
}

function useRunning(aiSession: AiSession, steps: Step[]): Running[] {
  const replies = useReplies(aiSession.id, aiSession.reply, steps);
  const control = useReplyControl(aiSession.id, aiSession.reply?.id);
  const asked = steps.findLast((step) => step.kind === "user_message");
  const since = asked?.created_at ?? aiSession.updated_at;
  const isQueued = aiSession.reply?.status === "queued";
  return replies.map((reply) => ({ reply, isQueued, since, control }));
}

/** Requests a failed reply again; the question is already on record. */
function useRetryReply(aiSession: AiSession): (() => void) | null {
  const retry = useSessionAction(aiSession.id, (key) => retryReply(aiSession.id, key));
  return aiSession.can_write && !aiSession.reply && !retry.isRunning ? retry.run : null;
}

function useQuote({ id, can_write }: AiSession): ((text: string) => void) | null {
  const { user } = useLogin();
  const quote = useCallback(
    (text: string) => {
      addToDraft(user.id, id, text);
      focusComposer();
    },
    [user.id, id],
  );
  return can_write ? quote : null;
}
