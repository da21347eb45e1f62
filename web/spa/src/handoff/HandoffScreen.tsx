/** `/pilot/:id?pickup=true`: everything that a receiver needs before claiming, and the button that claims. */
import { useEffect } from "react";
import { useNavigate } from "react-router";
import type { AiSession, Handoff, User } from "~/api/types";
import { type Removal, useRemoval } from "~/escalations/queue";
import { markSeen } from "~/escalations/seen";
import { useClaim } from "~/escalations/useClaim";
import { useGuard } from "~/keyboard/useGuard";
import { useKeys } from "~/keyboard/useKeys";
import { classes } from "~/lib/classes";
import { headline, isWaiting } from "~/lib/text";
import { useHandoffTopic, useSessionTopic } from "~/live/LiveProvider";
import { useLogin } from "~/login/LoginProvider";
import { SessionSignals } from "~/pilot/SessionSignals";
import { AlsoViewing } from "~/presence/AlsoViewing";
import { topicOf, useWatchedTopics } from "~/presence/people";
import { useShownAt } from "~/presence/useShownAt";
import { Button, ButtonLink } from "~/ui/Button";
import { ErrorState } from "~/ui/ErrorState";
import { KeyCap } from "~/ui/KeyCap";
import kit from "~/ui/kit.module.css";
import { Main } from "~/ui/Main";
import { ScreenTitle } from "~/ui/ScreenTitle";
import { Skeleton } from "~/ui/Skeleton";
import { ContextBody } from "./ContextBody";
import css from "./handoff.module.css";
import { SettledPage, SettledText } from "./SettledEscalation";
import { useHandoffContext } from "./useHandoffContext";

const QUEUE = "/escalations";

export default function HandoffScreen({ sessionId }: { sessionId: string }) {
  const navigate = useNavigate();
  const context = useHandoffContext(sessionId);
  const { aiSession, handoff, error } = context;
  useSessionTopic(aiSession && !context.isOutOfReach ? sessionId : null);
  const isNone = handoff === null;
  useEffect(() => {
    if (isNone) navigate(`/pilot/${sessionId}`, { replace: true });
  }, [isNone, navigate, sessionId]);
  if (context.isOutOfReach) return <SettledPage sessionId={sessionId} />;
  if (aiSession && handoff) return <Context aiSession={aiSession} handoff={handoff} />;
  return (
    <Main className={css.screen}>
      <div className={css.head}>
        <ScreenTitle className={error ? "hidden-words" : kit.headline}>Handoff</ScreenTitle>
        {error ? (
          <ErrorState
            what="The handoff could not be loaded."
            error={error}
            onRetry={context.retry}
          />
        ) : (
          <Skeleton heights={[20, 44, 320]} gap={16} label="Loading the handoff" />
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
  const topic = topicOf(handoff.id);
  useHandoffTopic(handoff.id);
  useWatchedTopics([topic]);
  useShownAt(topic);
  const refusal = claimRefusal(handoff, user);
  return (
    <Main className={css.screen}>
      <div className={kit.scroll}>
        <div className={css.top}>
          <ScreenTitle className={kit.headline} dir="auto">
            {headline(aiSession)}
          </ScreenTitle>
        </div>
        <SessionSignals sessionId={aiSession.id}>
          <ContextBody
            aiSession={aiSession}
            handoff={handoff}
            mayRetry={!isOwn && !settled && !refusal}
          />
        </SessionSignals>
      </div>
      <footer className={css.foot} data-keep-clear>
        <div className={classes(css.read, kit.line)}>
          {settled ? (
            <span>
              <SettledText removal={settled} />
            </span>
          ) : isOwn ? (
            <OwnLine sessionId={aiSession.id} />
          ) : refusal ? (
            <span>{refusal}</span>
          ) : (
            <StartHere aiSession={aiSession} handoff={handoff} />
          )}
          <ButtonLink look="ghost" to={QUEUE}>
            Back to queue
          </ButtonLink>
          <AlsoViewing topic={topic} className={kit.end} />
        </div>
      </footer>
    </Main>
  );
}

/** Why the API would refuse the user's claim; null if it would not. */
function claimRefusal({ target_user: target }: Handoff, { id, role }: User): string | null {
  if (role === "viewer") return "Picking it up requires the role engineer or admin.";
  const isAdmin = role === "owner" || role === "admin";
  if (!target || target.id === id || isAdmin) return null;
  return `It is for ${target.name}: only they or an admin can pick it up.`;
}

/** The guard ignores a click or an Enter that was meant for what was here before. A held Enter claims nothing either. */
function StartHere({ aiSession, handoff }: ContextProps) {
  const navigate = useNavigate();
  const guard = useGuard();
  const row = { session_id: aiSession.id, handoff_id: handoff.id, title: headline(aiSession) };
  const { claim, isClaiming } = useClaim(() => navigate(QUEUE, { replace: true }));
  const start = guard((_event: unknown) => claim(row));
  useKeys({
    Enter: (event) => {
      if (!event.repeat) start(event);
    },
    p: () => document.querySelector<HTMLElement>("[data-start-here]")?.focus(),
  });
  return (
    <Button
      look="primary"
      large
      data-start-here
      data-guarded={guard.isHolding || undefined}
      aria-disabled={isClaiming(row) || guard.isHolding}
      onKeyDown={(event) => event.repeat && event.key === "Enter" && event.preventDefault()}
      onClick={start}
    >
      {isClaiming(row) ? "Picking up…" : "Start here"} <KeyCap>↵</KeyCap>
    </Button>
  );
}

function OwnLine({ sessionId }: { sessionId: string }) {
  return (
    <>
      <span>You handed this over. It is waiting to be picked up.</span>
      <ButtonLink to={`/pilot/${sessionId}`} look="primary">
        Open the chat
      </ButtonLink>
    </>
  );
}

/** Set once the handoff is no longer open, according to the API's answer or the stream. */
function useSettled(aiSession: AiSession, handoff: Handoff): Removal | null {
  const { user } = useLogin();
  const navigate = useNavigate();
  const removal = useRemoval(handoff.id);
  const isMine = aiSession.handler?.id === user.id && !isWaiting(aiSession);
  useEffect(() => {
    if (isMine) navigate(`/pilot/${aiSession.id}`, { replace: true });
  }, [isMine, navigate, aiSession.id]);
  if (removal.how !== "unknown" && removal.by?.id !== user.id) return removal;
  if (handoff.status === "open") return null;
  const how = handoff.status === "claimed" ? "claimed" : "withdrawn";
  return { how, by: handoff.claimed_by, at: handoff.claimed_at };
}
