/** The context of one handoff: who asks and why, what is on record, and the assessment beside it. */
import type { AiSession, Handoff } from "~/api/types";
import { Pill } from "~/ui/Pill";
import { RelativeTime } from "~/ui/RelativeTime";
import { Assessment } from "./Assessment";
import css from "./handoff.module.css";
import { Record } from "./Record";

interface ContextBodyProps {
  aiSession: AiSession;
  handoff: Handoff;
  mayRetry: boolean;
}

export function ContextBody({ aiSession, handoff, mayRetry }: ContextBodyProps) {
  return (
    <>
      <div className={css.head}>
        <About aiSession={aiSession} handoff={handoff} />
        <Reason handoff={handoff} />
      </div>
      <div className={css.columns}>
        <Record snapshot={handoff.snapshot} />
        <div className={css.column}>
          <Assessment handoff={handoff} mayRetry={mayRetry} />
        </div>
      </div>
    </>
  );
}

function About({ aiSession, handoff }: { aiSession: AiSession; handoff: Handoff }) {
  const ticket = handoff.snapshot.psa_ticket_id ?? aiSession.psa_ticket_id;
  const isOpen = handoff.status === "open";
  return (
    <p className={css.meta}>
      {ticket && <code>#{ticket}</code>}
      {aiSession.client_name && <span>{aiSession.client_name}</span>}
      <span>
        {isOpen ? "waiting " : "escalated "}
        <RelativeTime at={handoff.created_at} bare={isOpen} focusable tip="start" />
      </span>
      <Pill>{aiSession.confidence_tier}</Pill>
    </p>
  );
}

function Reason({ handoff }: { handoff: Handoff }) {
  if (!handoff.reason) return null;
  return (
    <p className={css.quote}>
      <span className={css.asks}>{handoff.created_by.name} asks:</span> {handoff.reason}
    </p>
  );
}
