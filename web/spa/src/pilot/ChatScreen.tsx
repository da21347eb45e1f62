/** The chat screen, for a new or an open session: header, transcript, the dock below, and the details beside it. */
import { Suspense } from "react";
import { useHeldTyping } from "~/keyboard/typing";
import { useMedia, WIDE } from "~/lib/useMedia";
import { isRefusal } from "~/live/refusals";
import { useIsViewer, useLogin } from "~/login/LoginProvider";
import { noteWriting } from "~/presence/writing";
import { Boundary } from "~/ui/Boundary";
import { ErrorState } from "~/ui/ErrorState";
import { lazyPart } from "~/ui/lazyPart";
import { Main } from "~/ui/Main";
import { ScreenTitle } from "~/ui/ScreenTitle";
import { Skeleton } from "~/ui/Skeleton";
import { settleToasts } from "~/ui/toasts";
import { ChatHeader } from "./chat/ChatHeader";
import { Conversation } from "./chat/Conversation";
import { Composer } from "./composer/Composer";
import { NEW } from "./composer/drafts";
import { ClaimedLine, ReadOnlyLine } from "./composer/ReadOnlyLine";
import { useDetailsView } from "./details/useDetailsView";
import { ChatLayers } from "./dialogs/ChatLayers";
import { FixDock } from "./fix/FixDock";
import { useSettledActions } from "./fix/useSettledActions";
import { LostSession } from "./LostSession";
import { LaneStrip } from "./lane/LaneStrip";
import { NewChatHeader, NewConversation } from "./NewChat";
import css from "./pilot.module.css";
import { SessionSignals } from "./SessionSignals";
import { SuggestedDock } from "./suggested/SuggestedDock";
import { type Chat, type OpenChat, useChat } from "./useChat";
import { isEnded, isTakenByAnother, useChatActions } from "./useChatActions";

const Details = lazyPart(() => import("./details/Details"));

/**
 * One component serves the new chat and the open one. The composer stays the same element when the first message opens the session, so the
 * user can keep typing.
 */
export function ChatScreen({ sessionId }: { sessionId: string | null }) {
  const chat = useChat(sessionId);
  const { open, sending, error } = chat;
  const mayWrite = useMayWrite(sessionId, open);
  useHeldTyping(sessionId !== null && !open && !error);
  if (error) return <LoadError sessionId={sessionId} chat={chat} />;
  return (
    <div className={css.screen}>
      <Main className={css.chat}>
        {open ? (
          <OpenTop key={open.aiSession.id} chat={open} />
        ) : (
          <Top isNew={sessionId === null} sending={sending} />
        )}
        <div className={css.dock} data-keep-clear>
          <div className={css.card}>
            {open && <DockContent key={open.aiSession.id} chat={open} mayWrite={mayWrite} />}
            {mayWrite && (
              <Writing sessionId={sessionId} sending={sending} fixId={open?.bannerFix?.id} />
            )}
          </div>
        </div>
      </Main>
      {open && <Side chat={open} />}
    </div>
  );
}

function useMayWrite(sessionId: string | null, open: OpenChat | null): boolean {
  const isViewer = useIsViewer();
  if (sessionId === null) return !isViewer;
  return open?.aiSession.can_write === true && !isEnded(open.aiSession);
}

interface WritingProps {
  sessionId: string | null;
  sending: Chat["sending"];
  fixId: string | undefined;
}

function Writing({ sessionId, sending, fixId }: WritingProps) {
  const opensNew = sessionId === null && sending.pending.some((item) => item.state === "sending");
  return (
    <Composer
      sessionId={sessionId ?? NEW}
      label={sessionId ? "Message" : "Problem"}
      placeholder={sessionId ? "Describe what you see" : "What is going wrong?"}
      maySend={!opensNew}
      onSend={(content) => {
        // A new message ends the offer to undo an outcome.
        if (fixId) settleToasts(fixId);
        if (sessionId) noteWriting(sessionId, "");
        sending.send(content);
      }}
    />
  );
}

function LoadError({ sessionId, chat }: { sessionId: string | null; chat: Chat }) {
  return (
    <Main>
      <ScreenTitle className="hidden-words">AI session</ScreenTitle>
      {sessionId && isRefusal(chat.error) ? (
        <LostSession sessionId={sessionId} />
      ) : (
        <ErrorState
          what="The session could not be loaded."
          error={chat.error}
          onRetry={chat.retry}
        />
      )}
    </Main>
  );
}

function Top({ isNew, sending }: { isNew: boolean; sending: Chat["sending"] }) {
  if (!isNew) return <Loading />;
  return (
    <>
      <NewChatHeader />
      <NewConversation sending={sending} />
    </>
  );
}

function Loading() {
  return (
    <div className={css.loading}>
      <Skeleton heights={[32, 64, 120, 64]} gap={16} label="Loading the session" />
    </div>
  );
}

function OpenTop({ chat }: { chat: OpenChat }) {
  const actions = useChatActions(chat);
  const lineActions = useSettledActions(chat);
  return (
    <>
      <ChatHeader aiSession={chat.aiSession} actions={actions} />
      {/* If the transcript fails to render, the user can still write; the next step triggers another attempt. */}
      <Boundary region="part" resetKey={String(chat.steps.length)}>
        <SessionSignals sessionId={chat.aiSession.id}>
          <Conversation
            aiSession={chat.aiSession}
            steps={chat.steps}
            sending={chat.sending}
            lineActions={lineActions}
          />
        </SessionSignals>
      </Boundary>
    </>
  );
}

function DockContent({ chat, mayWrite }: { chat: OpenChat; mayWrite: boolean }) {
  const { user } = useLogin();
  const { aiSession } = chat;
  return (
    <>
      <Boundary region="part">
        <FixDock chat={chat} />
        <SuggestedDock chat={chat} />
        {mayWrite && <LaneStrip chat={chat} />}
      </Boundary>
      {!mayWrite && <ReadOnlyLine aiSession={aiSession} />}
      {mayWrite && isTakenByAnother(aiSession, user.id) && (
        <ClaimedLine aiSession={aiSession} words="You can still write." />
      )}
    </>
  );
}

function Side({ chat }: { chat: OpenChat }) {
  const isWide = useMedia(WIDE);
  const [isShown] = useDetailsView();
  return (
    <>
      {isWide && isShown && (
        <aside aria-label="Details" className={css.aside}>
          <Boundary region="part">
            <Suspense fallback={null}>
              <Details chat={chat} />
            </Suspense>
          </Boundary>
        </aside>
      )}
      <ChatLayers chat={chat} />
    </>
  );
}
