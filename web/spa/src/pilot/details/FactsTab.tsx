/** What the copilot asks, the facts with their origins, and the session's client, ticket and confidence. */
import { Suspense } from "react";
import type { AiSession } from "~/api/types";
import { useLogin } from "~/login/LoginProvider";
import { Confidence, levelOfTier } from "~/ui/Confidence";
import { lazyPart } from "~/ui/lazyPart";
import { Lane } from "../lane/Lane";
import css from "./details.module.css";
import { Facts } from "./Facts";
import { SessionPart } from "./SessionPart";
import { Tried } from "./Tried";

const Similar = lazyPart(() => import("~/cases/Similar"));
const PushState = lazyPart(() => import("~/tickets/PushState"));
const SessionTold = lazyPart(() => import("~/deliveries/SessionTold"));

export function FactsTab({ aiSession }: { aiSession: AiSession }) {
  const { psa } = useLogin();
  return (
    <>
      <Lane aiSession={aiSession} />
      <Facts aiSession={aiSession} />
      <Tried sessionId={aiSession.id} />
      <Suspense fallback={null}>
        <Similar aiSession={aiSession} />
      </Suspense>
      {aiSession.escalation_reason !== null && (
        <Suspense fallback={null}>
          <div className={css.section}>
            <SessionTold aiSession={aiSession} />
          </div>
        </Suspense>
      )}
      <section aria-labelledby="about-title" className={css.section}>
        <h2 id="about-title" className={css.title}>
          Session
        </h2>
        <dl className={css.pairs}>
          <dt>Client</dt>
          <dd>
            <SessionPart aiSession={aiSession} part="client_name" location="details" />
          </dd>
          <dt>Ticket</dt>
          <dd>
            <SessionPart aiSession={aiSession} part="psa_ticket_id" location="details" />
            {psa && aiSession.psa_ticket_id && (
              <Suspense fallback={null}>
                <PushState aiSession={aiSession} showsTicket />
              </Suspense>
            )}
          </dd>
          <dt>Opened by</dt>
          <dd>{aiSession.user.name}</dd>
          {aiSession.handler && (
            <>
              <dt>Handled by</dt>
              <dd>{aiSession.handler.name}</dd>
            </>
          )}
          <dt>Confidence</dt>
          <dd>
            <Confidence level={levelOfTier(aiSession.confidence_tier)} />
          </dd>
        </dl>
      </section>
    </>
  );
}
