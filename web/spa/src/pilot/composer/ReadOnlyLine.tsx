/**
 * Replaces the composer if the user cannot write, or stands above it if somebody else handles the session. Says who has the session, and
 * since when.
 */
import { useQuery } from "@tanstack/react-query";
import { Check, CircleSlash, Clock, type LucideIcon, UserCheck } from "lucide-react";
import { type ReactNode, Suspense } from "react";
import { fetchHandoffs } from "~/api/handoffs";
import { keys } from "~/api/keys";
import { reopen } from "~/api/sessions";
import type { AiSession, VerifiedBy } from "~/api/types";
import { useScreenActions } from "~/keyboard/actions";
import { isWaiting } from "~/lib/text";
import { useClaimOf } from "~/live/claims";
import { useLogin } from "~/login/LoginProvider";
import { Button, ButtonLink } from "~/ui/Button";
import { GuardedButton } from "~/ui/GuardedButton";
import { lazyPart } from "~/ui/lazyPart";
import { RelativeTime } from "~/ui/RelativeTime";
import { actionOf } from "../useChatActions";
import { useSessionAction } from "../useSessionAction";
import css from "./composer.module.css";

const PushState = lazyPart(() => import("~/tickets/PushState"));

export function ReadOnlyLine({ aiSession }: { aiSession: AiSession }) {
  const { user } = useLogin();
  if (aiSession.status === "resolved") return <Resolved aiSession={aiSession} />;
  if (aiSession.status === "abandoned") {
    return (
      <Line icon={CircleSlash}>
        <Ended word="Abandoned" at={aiSession.updated_at} />
      </Line>
    );
  }
  if (user.role === "viewer") {
    return <Line>You can read this session. Writing requires the role engineer or admin.</Line>;
  }
  if (isWaiting(aiSession) && aiSession.open_handoff_id) return <Waiting aiSession={aiSession} />;
  if (aiSession.handler && aiSession.handler.id !== user.id) {
    return <ClaimedLine aiSession={aiSession} words="You can read along." />;
  }
  return <Line>Only its owner and its handler can write here.</Line>;
}

interface LineProps {
  icon?: LucideIcon;
  action?: ReactNode;
  below?: ReactNode;
  children: ReactNode;
}

function Line({ icon: Icon, action, below, children }: LineProps) {
  return (
    <div className={css.readOnly}>
      {Icon && <Icon size={16} strokeWidth={1.5} aria-hidden="true" />}
      <div className={css.said}>
        <p>{children}</p>
        {below}
      </div>
      {action}
    </div>
  );
}

function Waiting({ aiSession }: { aiSession: AiSession }) {
  const open = (
    <ButtonLink small to={`/pilot/${aiSession.id}?pickup=true`}>
      Open handoff
    </ButtonLink>
  );
  return (
    <Line icon={Clock} action={open}>
      Waiting to be picked up.
    </Line>
  );
}

const VERIFIED: Record<VerifiedBy, string> = {
  tested: "Tested by the engineer.",
  client: "The user confirmed it.",
  watched: "Being watched.",
  none: "Not verified.",
};

function Resolved({ aiSession }: { aiSession: AiSession }) {
  const { user, psa } = useLogin();
  const documentation = actionOf(useScreenActions(), "docs");
  const reopening = useSessionAction(aiSession.id, (key) => reopen(aiSession.id, key));
  const isOwnStream = [aiSession.user.id, aiSession.handler?.id].includes(user.id);
  const mayReopen = isOwnStream && user.role !== "viewer";
  return (
    <Line
      icon={Check}
      below={
        psa &&
        aiSession.psa_ticket_id && (
          <Suspense fallback={null}>
            <PushState aiSession={aiSession} />
          </Suspense>
        )
      }
      action={
        <>
          <Button small look="ghost" onClick={documentation?.run}>
            Documentation
          </Button>
          {mayReopen && (
            <GuardedButton
              small
              aria-disabled={reopening.isRunning || undefined}
              onClick={reopening.run}
            >
              Reopen
            </GuardedButton>
          )}
        </>
      }
    >
      <Ended word="Resolved" at={aiSession.updated_at} />
      {aiSession.verified_by && ` ${VERIFIED[aiSession.verified_by]}`}
    </Line>
  );
}

function Ended({ word, at }: { word: string; at: string }) {
  return (
    <>
      {word} <RelativeTime at={at} focusable tip="start" />.
    </>
  );
}

interface ClaimedLineProps {
  aiSession: AiSession;
  /** What this means for the reader. */
  words: string;
}

export function ClaimedLine({ aiSession, words }: ClaimedLineProps) {
  const claimedAt = useClaimedAt(aiSession);
  return (
    <Line icon={UserCheck}>
      Taken by {aiSession.handler?.name}
      {claimedAt && (
        <>
          , <RelativeTime at={claimedAt} focusable tip="start" />
        </>
      )}
      . {words}
    </Line>
  );
}

/** When its handler claimed the session, from the stream or the handoff; null until the handoff is loaded. */
export function useClaimedAt({ id, handler }: AiSession): string | null {
  const claim = useClaimOf(id);
  const isCurrent = claim !== null && claim.by.id === handler?.id;
  const handoffs = useQuery({
    queryKey: keys.handoffs(id),
    queryFn: () => fetchHandoffs(id),
    enabled: handler !== null && !isCurrent,
  });
  if (isCurrent) return claim.at;
  const handoff = handoffs.data?.find((each) => each.claimed_by?.id === handler?.id);
  return handoff?.claimed_at ?? null;
}
