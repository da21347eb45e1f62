/** What the session is, and what can be done with it as a whole. On a phone one action stays, the others fold into a menu. */
import { Ellipsis } from "lucide-react";
import { lazy, Suspense } from "react";
import type { AiSession } from "~/api/types";
import { PHONE, useMedia, WIDE } from "~/lib/useMedia";
import { headline } from "~/lib/words";
import { StatusPill } from "~/shell/StatusPill";
import { Button, IconButton } from "~/ui/Button";
import { ScreenTitle } from "~/ui/ScreenTitle";
import css from "../pilot.module.css";

const HeaderMenu = lazy(() => import("./HeaderMenu"));

export interface HeaderActions {
  /** Goes on with what one parked. */
  resume: (() => void) | null;
  /** Takes back an escalation that nobody has picked up. */
  recall: (() => void) | null;
  escalate: (() => void) | null;
  conclude: (() => void) | null;
  details: () => void;
  /** Shows the handoff's context again, for whoever claimed it. */
  context: (() => void) | null;
}

export interface NamedAction {
  label: string;
  run: () => void;
}

export function ChatHeader({
  aiSession,
  actions,
}: {
  aiSession: AiSession;
  actions: HeaderActions;
}) {
  const isPhone = useMedia(PHONE);
  const isWide = useMedia(WIDE);
  const all = namedActions(actions, isWide);
  const shown = isPhone ? all.slice(0, 1) : all;
  const folded = isPhone ? all.slice(1) : [];
  return (
    <header className={css.head}>
      <ScreenTitle className={css.title}>{headline(aiSession)}</ScreenTitle>
      <div className={css.meta}>
        {aiSession.psa_ticket_id && <code className={css.ticket}>#{aiSession.psa_ticket_id}</code>}
        <StatusPill status={aiSession.status} />
      </div>
      {shown.map((action) => (
        <Button key={action.label} small onClick={action.run}>
          {action.label}
        </Button>
      ))}
      {folded.length > 0 && (
        <Suspense fallback={<MenuButton disabled />}>
          <HeaderMenu trigger={<MenuButton />} actions={folded} />
        </Suspense>
      )}
    </header>
  );
}

function MenuButton(props: { disabled?: boolean }) {
  return (
    <IconButton small label="More actions" {...props}>
      <Ellipsis size={16} strokeWidth={1.5} />
    </IconButton>
  );
}

function namedActions(actions: HeaderActions, isWide: boolean): NamedAction[] {
  const all: NamedAction[] = [];
  if (actions.resume) all.push({ label: "Resume", run: actions.resume });
  if (actions.recall) all.push({ label: "Recall", run: actions.recall });
  if (actions.escalate) all.push({ label: "Escalate", run: actions.escalate });
  if (actions.conclude) all.push({ label: "Conclude", run: actions.conclude });
  if (actions.context) all.push({ label: "Context", run: actions.context });
  if (!isWide) all.push({ label: "Details", run: actions.details });
  return all;
}
