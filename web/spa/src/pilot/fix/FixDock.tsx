/** Puts the session's fix above the composer and connects its banner with the rest of the chat. */
import { useLogin } from "~/login/LoginProvider";
import { addToDraft, focusComposer } from "../composer/drafts";
import type { OpenChat } from "../useChat";
import { useChatActions } from "../useChatActions";
import { FixBanner } from "./FixBanner";
import { outcomeStep } from "./words";

const ASK_FOR_NEXT = "What should I try next?";

export function FixDock({ chat }: { chat: OpenChat }) {
  const { user } = useLogin();
  const { aiSession, bannerFix: fix, acts, steps } = chat;
  const actions = useChatActions(chat);
  if (!fix) return null;
  const askForNext = () => {
    addToDraft(user.id, aiSession.id, ASK_FOR_NEXT);
    focusComposer();
  };
  return (
    <FixBanner
      key={fix.id}
      fix={fix}
      record={outcomeStep(fix, steps)}
      acts={acts}
      canAct={aiSession.can_write}
      onEscalate={actions.escalate}
      onConclude={actions.conclude}
      onNextFix={askForNext}
    />
  );
}
