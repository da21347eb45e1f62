/** The session's title and state, and its actions. One action stands out; rarer ones are in a menu. */
import { Ellipsis, PanelRight } from "lucide-react";
import { Suspense } from "react";
import type { AiSession } from "~/api/types";
import { firstName, nameOf } from "~/lib/text";
import { clockTime, useNow } from "~/lib/time";
import { PHONE, useMedia, WIDE } from "~/lib/useMedia";
import { useLogin } from "~/login/LoginProvider";
import { AlsoViewing } from "~/presence/AlsoViewing";
import { useWatchedTopics } from "~/presence/people";
import { useShownAt } from "~/presence/useShownAt";
import { useIsWriting } from "~/presence/writing";
import { Button, IconButton } from "~/ui/Button";
import { GuardedButton } from "~/ui/GuardedButton";
import { lazyPart } from "~/ui/lazyPart";
import { useClaimedAt } from "../composer/ReadOnlyLine";
import { useDetailsView } from "../details/useDetailsView";
import css from "../pilot.module.css";
import { type ChatAction, type ChatActionId, isTakenByAnother } from "../useChatActions";
import { HeaderMeta } from "./HeaderMeta";
import { HeaderTitle } from "./HeaderTitle";

const HeaderMenu = lazyPart(() => import("./HeaderMenu"));

/** The actions beside the menu, in this order; the last one stands out. The details have their own switch. */
const SHOWN: ReadonlySet<ChatActionId> = new Set([
  "context",
  "resume",
  "withdraw",
  "escalate",
  "conclude",
]);
const PHONE_SHOWN: ReadonlySet<ChatActionId> = new Set(["resume", "conclude"]);

interface ChatHeaderProps {
  aiSession: AiSession;
  actions: ChatAction[];
}

export function ChatHeader({ aiSession, actions }: ChatHeaderProps) {
  const isPhone = useMedia(PHONE);
  const shownIds = isPhone ? PHONE_SHOWN : SHOWN;
  const shown = [...shownIds].flatMap((id) => actions.filter((action) => action.id === id));
  const folded = actions.filter((action) => isFolded(action, shownIds, isPhone));
  return (
    <header className={css.bar}>
      <div className={css.about}>
        <HeaderTitle aiSession={aiSession} />
        <HeaderMeta aiSession={aiSession} />
      </div>
      <SessionViewers id={aiSession.id} isShown={!isPhone} />
      {!isPhone && <HandlerLabel aiSession={aiSession} />}
      {shown.map((action) => (
        <HeaderAction key={action.id} action={action} />
      ))}
      {!isPhone && <DetailsSwitch actions={actions} />}
      <Suspense fallback={<MenuButton disabled />}>
        <HeaderMenu trigger={<MenuButton />} actions={folded} />
      </Suspense>
    </header>
  );
}

/** Shows this user to the others on every screen; the others only where there is room. */
function SessionViewers({ id, isShown }: { id: string; isShown: boolean }) {
  const topic = `session:${id}`;
  useWatchedTopics([topic]);
  useShownAt(topic, useIsWriting(id));
  return isShown && <AlsoViewing topic={topic} />;
}

function isFolded(action: ChatAction, shown: ReadonlySet<ChatActionId>, isPhone: boolean) {
  if (action.disabledReason || shown.has(action.id)) return false;
  return isPhone || action.id !== "details";
}

/** Each action has its own element, so that none inherits the focus or the second click of the previous one. */
function HeaderAction({ action }: { action: ChatAction }) {
  return (
    <GuardedButton look={action.id === "conclude" ? "plain" : "ghost"} onClick={action.run}>
      {action.id === "context" ? "Context" : action.label}
    </GuardedButton>
  );
}

/** Shown in place of Escalate to the person who handed the session over. */
function HandlerLabel({ aiSession }: { aiSession: AiSession }) {
  const { user } = useLogin();
  if (!isTakenByAnother(aiSession, user.id)) return null;
  return <Handler aiSession={aiSession} />;
}

function Handler({ aiSession }: { aiSession: AiSession }) {
  const claimedAt = useClaimedAt(aiSession);
  const now = useNow();
  return (
    <span className={css.with}>
      With {firstName(nameOf(aiSession.handler))}
      {claimedAt && ` since ${clockTime(claimedAt, now)}`}
    </span>
  );
}

function DetailsSwitch({ actions }: { actions: ChatAction[] }) {
  const [isChosen] = useDetailsView();
  const isShown = useMedia(WIDE) && isChosen;
  const details = actions.find((action) => action.id === "details");
  return (
    <Button look="ghost" aria-expanded={isShown} onClick={details?.run}>
      <PanelRight size={16} strokeWidth={1.5} />
      Details
    </Button>
  );
}

function MenuButton(props: { disabled?: boolean }) {
  return (
    <IconButton label="More actions" {...props}>
      <Ellipsis size={16} strokeWidth={1.5} />
    </IconButton>
  );
}
