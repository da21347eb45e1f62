/** What can be done with the session as a whole, by whom and when. */
import { useQuery } from "@tanstack/react-query";
import { fetchHandoff, recall } from "~/api/handoffs";
import { keys } from "~/api/keys";
import { resume } from "~/api/sessions";
import type { AiSession } from "~/api/types";
import { useMedia, WIDE } from "~/lib/useMedia";
import { isWaiting } from "~/lib/words";
import { useLogin } from "~/login/LoginProvider";
import type { HeaderActions } from "./chat/ChatHeader";
import { useDetailsShown } from "./details/useDetailsShown";
import { fixMode } from "./fix/fixMode";
import type { OpenChat } from "./useChat";
import { useSessionAct } from "./useSessionAct";

export function useChatActions(chat: OpenChat): HeaderActions {
  const { aiSession, setLayer } = chat;
  const { user } = useLogin();
  const isWide = useMedia(WIDE);
  const [isShown, setIsShown] = useDetailsShown();
  const isHandler = aiSession.handler?.id === user.id;
  return {
    resume: useResume(aiSession),
    recall: useRecall(aiSession, user.id),
    escalate: aiSession.can_hand_off ? () => setLayer("escalate") : null,
    conclude: mayConclude(chat) ? () => void conclude(chat) : null,
    context: isHandler && aiSession.escalation_reason ? () => setLayer("context") : null,
    details: () => (isWide ? setIsShown(!isShown) : setLayer("details")),
  };
}

function useResume(aiSession: AiSession): (() => void) | null {
  const resuming = useSessionAct(aiSession.id, (key) => resume(aiSession.id, key));
  return aiSession.status === "parked" && aiSession.can_write ? resuming.run : null;
}

/** For whoever gave the session away, as long as nobody has picked it up. */
function useRecall({ id, open_handoff_id }: AiSession, userId: string): (() => void) | null {
  const handoffId = open_handoff_id ?? "";
  const handoff = useQuery({
    queryKey: keys.handoff(id, handoffId),
    queryFn: () => fetchHandoff(id, handoffId),
    enabled: handoffId !== "",
  });
  const recalling = useSessionAct(id, (key) => recall(id, handoffId, key));
  const isOurs = handoff.data?.created_by.id === userId && handoff.data.intent === "escalate";
  return handoffId && isOurs ? recalling.run : null;
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
