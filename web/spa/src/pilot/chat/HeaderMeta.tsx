/** The line below the title: client, ticket, state and origin of the session. */
import type { AiSession } from "~/api/types";
import { useLogin } from "~/login/LoginProvider";
import { StatusPill } from "~/shell/StatusPill";
import { SessionPart } from "../details/SessionPart";
import css from "../pilot.module.css";

export function HeaderMeta({ aiSession }: { aiSession: AiSession }) {
  const { user } = useLogin();
  return (
    <div className={css.meta}>
      <span className={css.parts}>
        <span>
          <SessionPart aiSession={aiSession} part="client_name" location="header" />
        </span>
        <span>
          <SessionPart aiSession={aiSession} part="psa_ticket_id" location="header" />
        </span>
        {aiSession.user.id !== user.id && <span>from {aiSession.user.name}</span>}
      </span>
      <StatusPill status={aiSession.status} />
    </div>
  );
}
