/** The actions on the whole session that this user may take now: one list for header, `/` commands and palette. */
import { useQuery } from "@tanstack/react-query";
import { isAdmin } from "~/account/roles";
import { fetchHandoff, recall } from "~/api/handoffs";
import { keys } from "~/api/keys";
import { resume } from "~/api/sessions";
import type { AiSession, Me, User } from "~/api/types";
import { type ScreenAction, useOfferActions } from "~/keyboard/actions";
import { isWaiting } from "~/lib/text";
import { useMedia, WIDE } from "~/lib/useMedia";
import { useLogin } from "~/login/LoginProvider";
import { addToDraft, focusComposer } from "./composer/drafts";
import { type DetailsTab, useDetailsView } from "./details/useDetailsView";
import { startEdit } from "./details/useEditing";
import { conclude } from "./fix/conclude";
import type { OpenChat } from "./useChat";
import { useSessionAction } from "./useSessionAction";

export type ChatActionId =
  | "escalate"
  | "conclude"
  | "note"
  | "park"
  | "details"
  | "script"
  | "tree"
  | "resume"
  | "withdraw"
  | "context"
  | "docs"
  | "share"
  | "next"
  | "title"
  | "ticket"
  | "spin-off";

export type ChatAction = ScreenAction & { id: ChatActionId };

const ASK_FOR_NEXT = "What should I try next?";

/** The possible actions, in the order in which they are offered. */
export function useChatActions(chat: OpenChat): ChatAction[] {
  const { aiSession } = chat;
  const { user, psa } = useLogin();
  const resuming = useSessionAction(aiSession.id, (key) => resume(aiSession.id, key));
  const withdrawing = useWithdraw(aiSession, user.id);
  const showDetails = useShowDetails(chat);
  const [isChosen] = useDetailsView();
  const isShown = useMedia(WIDE) && isChosen;
  const isTaken = isTakenByAnother(aiSession, user.id);
  const open = chat.setLayer;
  const actions: (ChatAction | false | null)[] = [
    mayResume(aiSession) && offer("resume", "Resume", "Continue this session", resuming.run),
    withdrawing && {
      ...offer("withdraw", "Withdraw", "Withdraw the escalation", withdrawing),
      isFinal: true,
    },
    aiSession.can_hand_off &&
      !isTaken &&
      offer("escalate", "Escalate", "Hand it to the team or a person", () => open("escalate")),
    mayConclude(aiSession) &&
      offer("conclude", "Conclude", "Resolve it with a closing text", () => conclude(chat)),
    mayWrite(aiSession) &&
      offer("note", "Add a note", "On record; the copilot does not answer", () => open("note")),
    mayPark(aiSession) && offer("park", "Park", "Set it aside for yourself", () => open("park")),
    mayWrite(aiSession) &&
      offer("next", "Ask for the next fix", "Fills the composer", () =>
        askForNext(aiSession, user.id),
      ),
    mayReadContext(aiSession, user.id) &&
      offer("context", "Handoff context", "What was handed over", () => open("context")),
    offer("docs", "Documentation", "The write-up, and the text for the client", () =>
      open("documentation"),
    ),
    sharing(aiSession, user, () => open("share")),
    ...detailsActions(isShown, chat.bannerFix !== null, showDetails),
    ...ticketActions(aiSession, psa, open),
    mayWrite(aiSession) && offer("title", "Rename", "Change the title", () => startEdit("title")),
  ];
  const list = actions.filter((action) => action !== false && action !== null);
  useOfferActions(list);
  return list;
}

function detailsActions(
  isShown: boolean,
  hasFix: boolean,
  show: (tab: DetailsTab | null) => void,
): ChatAction[] {
  return [
    offer("details", isShown ? "Hide details" : "Show details", "Facts and session", () =>
      show(null),
    ),
    {
      ...offer("script", "Show the script", "The fix's steps and script", () => show("script")),
      disabledReason: hasFix ? undefined : "No fix is proposed yet",
    },
    offer("tree", "Run a tree…", "Step by step, written into this session", () => show("tree")),
  ];
}

function offer(id: ChatActionId, label: string, hint: string, run: () => void): ChatAction {
  return { id, label, hint, run };
}

export function actionOf(actions: ScreenAction[], id: ChatActionId): ScreenAction | undefined {
  return actions.find((action) => action.id === id && !action.disabledReason);
}

/** Opens the details at a tab; without a tab it toggles them. */
function useShowDetails(chat: OpenChat): (tab: DetailsTab | null) => void {
  const isWide = useMedia(WIDE);
  const [isShown, setView] = useDetailsView();
  return (tab) => {
    if (tab) setView({ tab });
    if (!isWide) return chat.setLayer("details");
    setView({ isShown: tab !== null || !isShown });
  };
}

function ticketActions(
  aiSession: AiSession,
  psa: Me["psa"],
  open: OpenChat["setLayer"],
): ChatAction[] {
  if (!psa || !mayWrite(aiSession)) return [];
  return [
    offer("ticket", "Link a ticket", "By number or subject", () => open("ticket")),
    offer("spin-off", "Spin off a ticket", "For a second problem", () => open("spin-off")),
  ];
}

function askForNext({ id }: AiSession, userId: string): void {
  addToDraft(userId, id, ASK_FOR_NEXT);
  focusComposer();
}

/** For the person who escalated, as long as nobody has claimed the session. */
function useWithdraw({ id, open_handoff_id }: AiSession, userId: string): (() => void) | null {
  const handoffId = open_handoff_id ?? "";
  const handoff = useQuery({
    queryKey: keys.handoff(id, handoffId),
    queryFn: () => fetchHandoff(id, handoffId),
    enabled: handoffId !== "",
  });
  const withdrawing = useSessionAction(id, (key) => recall(id, handoffId, key));
  const isOwnStream = handoff.data?.created_by.id === userId && handoff.data.intent === "escalate";
  return handoffId && isOwnStream ? withdrawing.run : null;
}

/** Another user has claimed the session: its owner may still write but cannot hand it over. */
export function isTakenByAnother({ handler, status }: AiSession, userId: string): boolean {
  return status === "active" && handler !== null && handler.id !== userId;
}

function mayWrite(aiSession: AiSession): boolean {
  return aiSession.can_write && !isEnded(aiSession);
}

export function isEnded({ status }: AiSession): boolean {
  return status === "resolved" || status === "abandoned";
}

function mayResume(aiSession: AiSession): boolean {
  return aiSession.status === "parked" && aiSession.can_write;
}

function mayConclude(aiSession: AiSession): boolean {
  return aiSession.can_write && (aiSession.status === "active" || isWaiting(aiSession));
}

function mayPark({ can_hand_off, status }: AiSession): boolean {
  return can_hand_off && status === "active";
}

/** For the owner, the handler and admins, also once the session is closed. */
function sharing(aiSession: AiSession, user: User, open: () => void): ChatAction | false {
  const works = [aiSession.user.id, aiSession.handler?.id].includes(user.id);
  const may = user.role !== "viewer" && (works || isAdmin(user));
  return may && offer("share", "Share", "A link to read it without a login", open);
}

function mayReadContext({ handler, escalation_reason }: AiSession, userId: string): boolean {
  return handler?.id === userId && Boolean(escalation_reason);
}
