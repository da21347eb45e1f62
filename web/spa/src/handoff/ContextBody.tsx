/** The context of one handoff: the question, the assessment and the next steps; beside them what was tried and what is known. */
import { Suspense } from "react";
import type { AiSession, Handoff } from "~/api/types";
import { ticketTag } from "~/lib/text";
import { useLogin } from "~/login/LoginProvider";
import kit from "~/ui/kit.module.css";
import { lazyPart } from "~/ui/lazyPart";
import { RelativeTime } from "~/ui/RelativeTime";
import { WaitingTime } from "~/ui/WaitingTime";
import { AssessmentCard } from "./AssessmentCard";
import { EscalationReason } from "./EscalationReason";
import css from "./handoff.module.css";
import { NextSteps, StillOpen } from "./NextSteps";
import { Known, Log, Tried } from "./Record";

const Causes = lazyPart(() => import("~/hypotheses/Causes"));
const ToldFold = lazyPart(() => import("~/deliveries/ToldFold"));

interface ContextBodyProps {
  aiSession: AiSession;
  handoff: Handoff;
  mayRetry: boolean;
}

export function ContextBody({ aiSession, handoff, mayRetry }: ContextBodyProps) {
  const { snapshot } = handoff;
  return (
    <>
      <div className={css.head}>
        <About aiSession={aiSession} handoff={handoff} />
        <EscalationReason by={handoff.created_by} reason={handoff.reason} />
      </div>
      <div className={css.columns}>
        <div className={css.column}>
          <Suspense fallback={null}>
            <Causes sessionId={aiSession.id} />
          </Suspense>
          <AssessmentCard handoff={handoff} mayRetry={mayRetry} />
          <NextSteps handoff={handoff} />
          <StillOpen handoff={handoff} />
        </div>
        <div className={css.column}>
          <Tried attempts={snapshot.attempts} />
          <Known facts={snapshot.facts} />
          <Log aiSession={aiSession} />
          <Suspense fallback={null}>
            <ToldFold handoff={handoff} lined />
          </Suspense>
        </div>
      </div>
    </>
  );
}

function About({ aiSession, handoff }: { aiSession: AiSession; handoff: Handoff }) {
  const { user } = useLogin();
  const ticket = aiSession.psa_ticket_id ?? handoff.snapshot.psa_ticket_id;
  const isForMe = handoff.target_user?.id === user.id;
  const target = isForMe ? "you" : (handoff.target_user?.name ?? "anyone");
  return (
    <p className={css.about}>
      <span className={kit.dots}>
        {aiSession.client_name && <span dir="auto">{aiSession.client_name}</span>}
        {ticket && <span>{ticketTag(ticket)}</span>}
        <span>
          {handoff.created_by.name} → {target}
        </span>
      </span>
      {handoff.status === "open" ? (
        <WaitingTime at={handoff.created_at} words="waiting" />
      ) : (
        <span className={kit.meta}>
          escalated <RelativeTime at={handoff.created_at} focusable tip="start" />
        </span>
      )}
    </p>
  );
}
