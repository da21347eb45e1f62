/** One session in the sidebar: state, title and age, then client and what it waits for. */
import { NavLink } from "react-router";
import type { AiSession } from "~/api/types";
import { classes } from "~/lib/classes";
import { clientAndTicket, headline } from "~/lib/text";
import { useLogin } from "~/login/LoginProvider";
import { Pill, type Tone } from "~/ui/Pill";
import { RelativeTime } from "~/ui/RelativeTime";
import { type SessionState, sessionState } from "./sessionState";
import css from "./sessions.module.css";

const COLOURS: Record<Tone, string | undefined> = {
  plain: css.quiet,
  accent: css.accent,
  ok: css.ok,
  warn: css.warn,
  danger: css.warn,
  info: css.info,
};

interface SessionRowProps {
  aiSession: AiSession;
  onGo: (() => void) | undefined;
}

export function SessionRow({ aiSession, onGo }: SessionRowProps) {
  const { user } = useLogin();
  const state = sessionState(aiSession, user.id);
  const title = headline(aiSession);
  const Icon = state.icon;
  return (
    <li className={css.sessionRow}>
      <NavLink
        to={`/pilot/${aiSession.id}`}
        className={classes(css.sessionLink, state.group === "Done" && css.done)}
        title={title}
        data-row
        onClick={onGo}
      >
        <Icon
          size={16}
          strokeWidth={1.5}
          aria-hidden="true"
          className={classes(css.stateIcon, COLOURS[state.tone])}
        />
        <span className={css.sessionLine}>
          <span className={css.sessionTitle} dir="auto">
            {title}
          </span>
          <RelativeTime at={aiSession.last_activity_at} bare />
        </span>
        <SecondLine aiSession={aiSession} state={state} />
      </NavLink>
    </li>
  );
}

/** In the group "Done" the word "resolved" would be redundant. */
function SecondLine({ aiSession, state }: { aiSession: AiSession; state: SessionState }) {
  const about = clientAndTicket(aiSession);
  const word = aiSession.status === "resolved" ? null : state.word;
  if (!about && !word) return null;
  return (
    <span className={css.sessionLine}>
      <span className={css.client} dir="auto">
        {about}
      </span>
      {word && <Pill tone={state.tone}>{word}</Pill>}
    </span>
  );
}
