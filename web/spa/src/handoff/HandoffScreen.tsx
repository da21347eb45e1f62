/** `/pilot/:id?pickup=true`: everything a receiver needs before claiming, and the button that claims. */
import { useEffect, useState } from "react";
import { useNavigate } from "react-router";
import type { AiSession, Handoff, Person } from "~/api/types";
import { markSeen } from "~/escalations/seen";
import { useClaim } from "~/escalations/useClaim";
import { useKeys } from "~/keyboard/useKeys";
import { headline, isWaiting } from "~/lib/words";
import { useLiveEvents, useSessionTopic } from "~/live/LiveProvider";
import { useLogin } from "~/login/LoginProvider";
import { Button, ButtonLink } from "~/ui/Button";
import { ErrorState } from "~/ui/ErrorState";
import { Main } from "~/ui/Main";
import { RelativeTime } from "~/ui/RelativeTime";
import { ScreenTitle } from "~/ui/ScreenTitle";
import { Skeleton } from "~/ui/Skeleton";
import { ContextBody } from "./ContextBody";
import css from "./handoff.module.css";
import { useHandoffContext } from "./useHandoffContext";

const QUEUE = "/escalations";

export default function HandoffScreen({ sessionId }: { sessionId: string }) {
  const navigate = useNavigate();
  const context = useHandoffContext(sessionId);
  const { aiSession, handoff, error } = context;
  useSessionTopic(aiSession ? sessionId : null);
  const isNone = handoff === null;
  useEffect(() => {
    if (isNone) navigate(`/pilot/${sessionId}`, { replace: true });
  }, [isNone, navigate, sessionId]);
  // Once somebody else claimed, the session may no longer be ours to read; what is on the screen stays.
  if (aiSession && handoff) return <Context aiSession={aiSession} handoff={handoff} />;
  return (
    <Main className={css.screen}>
      <div className={css.top}>
        <ScreenTitle className={error ? "hidden-words" : css.title}>Handoff</ScreenTitle>
        {error ? (
          <ErrorState what="The handoff could not be read." error={error} onRetry={context.retry} />
        ) : (
          <Skeleton bones={[20, 44, 320]} gap={16} label="Reading the handoff" />
        )}
      </div>
    </Main>
  );
}

interface ContextProps {
  aiSession: AiSession;
  handoff: Handoff;
}

function Context({ aiSession, handoff }: ContextProps) {
  const { user } = useLogin();
  const settled = useSettled(aiSession, handoff);
  useEffect(() => markSeen(user.id, handoff.id), [user.id, handoff.id]);
  const isOwn = handoff.created_by.id === user.id;
  return (
    <Main className={css.screen}>
      <div className={css.scroll}>
        <div className={css.top}>
          <ScreenTitle className={css.title}>{headline(aiSession)}</ScreenTitle>
        </div>
        <ContextBody aiSession={aiSession} handoff={handoff} mayRetry={!isOwn && !settled} />
      </div>
      <div className={css.foot}>
        {settled ? (
          <SettledLine settled={settled} />
        ) : isOwn ? (
          <OwnLine sessionId={aiSession.id} />
        ) : (
          <StartHere aiSession={aiSession} handoff={handoff} />
        )}
        <ButtonLink to={QUEUE}>Back to queue</ButtonLink>
      </div>
    </Main>
  );
}

function StartHere({ aiSession, handoff }: ContextProps) {
  const navigate = useNavigate();
  const row = { session_id: aiSession.id, handoff_id: handoff.id };
  const { claim, isClaiming } = useClaim(() => navigate(QUEUE, { replace: true }));
  const start = () => claim(row);
  useKeys({ Enter: start, p: start });
  return (
    <Button look="primary" aria-disabled={isClaiming(row)} onClick={start}>
      {isClaiming(row) ? "Picking up…" : "Start here"}
    </Button>
  );
}

function OwnLine({ sessionId }: { sessionId: string }) {
  return (
    <>
      <span className={css.settled}>You handed this over. It waits to be picked up.</span>
      <ButtonLink to={`/pilot/${sessionId}`} look="primary">
        Open the chat
      </ButtonLink>
    </>
  );
}

interface Settled {
  by: Person | null;
  at: string | null;
}

/** Set once the handoff is no longer open, by what was read or by what the stream says meanwhile. */
function useSettled(aiSession: AiSession, handoff: Handoff): Settled | null {
  const [told, setTold] = useState<Settled | null>(null);
  const { user } = useLogin();
  const navigate = useNavigate();
  useLiveEvents((event) => {
    const isEnd = event.type === "handoff_claimed" || event.type === "handoff_withdrawn";
    if (!isEnd || event.session_id !== aiSession.id || event.claimed_by?.id === user.id) return;
    setTold({ by: event.claimed_by, at: event.claimed_at });
  });
  const isMine = aiSession.handler?.id === user.id && !isWaiting(aiSession);
  useEffect(() => {
    if (isMine) navigate(`/pilot/${aiSession.id}`, { replace: true });
  }, [isMine, navigate, aiSession.id]);
  if (told) return told;
  if (handoff.status === "open") return null;
  return { by: handoff.claimed_by, at: handoff.claimed_at };
}

function SettledLine({ settled }: { settled: Settled }) {
  if (!settled.by)
    return <span className={css.settled}>Withdrawn. Nothing is left to pick up.</span>;
  return (
    <span className={css.settled}>
      Claimed by {settled.by.name}
      {settled.at && (
        <>
          {" "}
          <RelativeTime at={settled.at} focusable tip="start" />
        </>
      )}
    </span>
  );
}
