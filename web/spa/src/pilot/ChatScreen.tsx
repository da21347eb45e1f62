/** The chat, new or open: header, record, the dock below and the details beside it. */
import { useKeys } from "~/keyboard/useKeys";
import { useMedia, WIDE } from "~/lib/useMedia";
import { useIsViewer } from "~/login/LoginProvider";
import { ErrorState } from "~/ui/ErrorState";
import { Main } from "~/ui/Main";
import { ScreenTitle } from "~/ui/ScreenTitle";
import { Skeleton } from "~/ui/Skeleton";
import { ChatHeader } from "./chat/ChatHeader";
import { Conversation } from "./chat/Conversation";
import { Composer } from "./composer/Composer";
import { focusComposer, NEW } from "./composer/drafts";
import { ReadOnlyLine } from "./composer/ReadOnlyLine";
import { Details } from "./details/Details";
import { useDetailsShown } from "./details/useDetailsShown";
import { ChatLayers } from "./dialogs/ChatLayers";
import { FixDock } from "./fix/FixDock";
import { NewChatHeader, NewConversation } from "./NewChat";
import css from "./pilot.module.css";
import { SuggestedDock } from "./suggested/SuggestedDock";
import { type Chat, type OpenChat, useChat } from "./useChat";
import { useChatActions } from "./useChatActions";

/**
 * One component for the new chat and the open one: the composer stays the same element when the first message turns the one into the
 * other, so that typing goes on undisturbed.
 */
export function ChatScreen({ sessionId }: { sessionId: string | null }) {
  const chat = useChat(sessionId);
  const { open, sending } = chat;
  const mayWrite = useMayWrite(sessionId, open);
  if (chat.error) return <Unread chat={chat} />;
  return (
    <div className={css.screen}>
      <Main className={css.chat}>
        {open ? (
          <OpenTop key={open.aiSession.id} chat={open} />
        ) : (
          <Top isNew={sessionId === null} sending={sending} />
        )}
        <div className={css.dock}>
          {open && <Docked key={open.aiSession.id} chat={open} mayWrite={mayWrite} />}
          {mayWrite && <Writing sessionId={sessionId} sending={sending} />}
        </div>
      </Main>
      {open && <Side chat={open} />}
    </div>
  );
}

function useMayWrite(sessionId: string | null, open: OpenChat | null): boolean {
  const isViewer = useIsViewer();
  if (sessionId === null) return !isViewer;
  return open?.aiSession.can_write === true && !isEnded(open);
}

interface WritingProps {
  sessionId: string | null;
  sending: Chat["sending"];
}

function Writing({ sessionId, sending }: WritingProps) {
  const opensNew = sessionId === null && sending.pending.some((item) => item.state === "sending");
  return (
    <Composer
      sessionId={sessionId ?? NEW}
      label={sessionId ? "Message" : "Problem"}
      placeholder={sessionId ? "Describe what you see" : "What is going wrong?"}
      maySend={!opensNew}
      onSend={sending.send}
    />
  );
}

function isEnded({ aiSession }: OpenChat): boolean {
  return aiSession.status === "resolved" || aiSession.status === "abandoned";
}

function Unread({ chat }: { chat: Chat }) {
  return (
    <Main>
      <ScreenTitle className="hidden-words">AI session</ScreenTitle>
      <ErrorState what="The session could not be read." error={chat.error} onRetry={chat.retry} />
    </Main>
  );
}

function Top({ isNew, sending }: { isNew: boolean; sending: Chat["sending"] }) {
  useKeys({ c: focusComposer });
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
      <Skeleton bones={[32, 64, 120, 64]} gap={16} label="Reading the session" />
    </div>
  );
}

function OpenTop({ chat }: { chat: OpenChat }) {
  const actions = useChatActions(chat);
  useKeys({
    c: focusComposer,
    e: () => actions.escalate?.(),
    r: () => actions.conclude?.(),
    ".": actions.details,
  });
  return (
    <>
      <ChatHeader aiSession={chat.aiSession} actions={actions} />
      <Conversation aiSession={chat.aiSession} steps={chat.steps} sending={chat.sending} />
    </>
  );
}

function Docked({ chat, mayWrite }: { chat: OpenChat; mayWrite: boolean }) {
  return (
    <>
      <FixDock chat={chat} />
      <SuggestedDock chat={chat} />
      {!mayWrite && <ReadOnlyLine aiSession={chat.aiSession} />}
    </>
  );
}

function Side({ chat }: { chat: OpenChat }) {
  const isWide = useMedia(WIDE);
  const [isShown] = useDetailsShown();
  return (
    <>
      {isWide && isShown && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        <aside aria-label="Details" className={css.aside} tabIndex={0}>
          <Details aiSession={chat.aiSession} />
        </aside>
      )}
      <ChatLayers chat={chat} />
    </>
  );
}
