/** What can be done with the session as a whole, by whom and when. */

import { useMedia, WIDE } from "~/lib/useMedia";
import { isWaiting } from "~/lib/words";
import { useLogin } from "~/login/LoginProvider";
import type { HeaderActions } from "./chat/ChatHeader";
import { useDetailsShown } from "./details/useDetailsShown";
import { fixMode } from "./fix/fixMode";
import type { OpenChat } from "./useChat";

export function useChatActions(chat: OpenChat): HeaderActions {
  const { aiSession, setLayer } = chat;
  const { user } = useLogin();
  const isWide = useMedia(WIDE);
  const [isShown, setIsShown] = useDetailsShown();
  const isHandler = aiSession.handler?.id === user.id;
  return {
    escalate: aiSession.can_hand_off ? () => setLayer("escalate") : null,
    conclude: mayConclude(chat) ? () => void conclude(chat) : null,
    context: isHandler && aiSession.escalation_reason ? () => setLayer("context") : null,
    details: () => (isWide ? setIsShown(!isShown) : setLayer("details")),
  };
}

function mayConclude({ aiSession }: OpenChat): boolean {
  return aiSession.can_write && (aiSession.status === "active" || isWaiting(aiSession));
}

/** Concluding says that what was waited for came true: a pending fix is recorded as working before anything is written up. */
async function conclude({ activeFix, acts, setLayer }: OpenChat): Promise<void> {
  if (!activeFix || fixMode(activeFix) !== "pending") return setLayer("conclude");
  const isRecorded = await acts.report(activeFix, { outcome: "applied_success" });
  if (isRecorded) setLayer("concluded-fix");
}
