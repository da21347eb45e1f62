/** What became of the note for the ticket, live, with a retry for what was given up. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleAlert, CircleCheck, Clock } from "lucide-react";
import { Link } from "react-router";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { fetchPush, type Push, pushAgain } from "~/api/pushes";
import type { AiSession } from "~/api/types";
import { classes } from "~/lib/classes";
import { clockTime, useNow } from "~/lib/time";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { GuardedButton } from "~/ui/GuardedButton";
import { RelativeTime } from "~/ui/RelativeTime";
import css from "./push.module.css";
import { partText, pushText, toneOf } from "./pushText";

const ICONS = { ok: CircleCheck, waiting: Clock, failed: CircleAlert };

interface PushStateProps {
  aiSession: AiSession;
  /** With a link to the ticket. */
  showsTicket?: boolean;
}

export default function PushState({ aiSession, showsTicket }: PushStateProps) {
  const push = useQuery({
    queryKey: keys.psaPush(aiSession.id),
    queryFn: () => fetchPush(aiSession.id),
  }).data;
  const number = aiSession.psa_ticket_id;
  return (
    <>
      {showsTicket && number && (
        <Link className={css.open} to={`/tickets/${encodeURIComponent(number)}`}>
          Open ticket
        </Link>
      )}
      {push && push.status !== "no_psa" && (
        <Shown
          push={push}
          aiSession={aiSession}
          // Below a resolved session's conversation it is told too; once is enough.
          isLive={!showsTicket || aiSession.status !== "resolved"}
        />
      )}
    </>
  );
}

interface ShownProps {
  push: Push;
  aiSession: AiSession;
  /** Changes are read out. */
  isLive: boolean;
}

function Shown({ push, aiSession, isLive }: ShownProps) {
  const tone = toneOf(push);
  const now = useNow();
  const Icon = ICONS[tone];
  const reasons = [
    push.status === "sent" ? null : push.error_message,
    nextTry(push, now),
    partText("Ticket status", push.status_change),
    partText("Time entry", push.time_entry),
  ].filter((text) => text !== null);
  return (
    <div className={css.push} role={isLive ? "status" : undefined}>
      <p className={classes(css.pushLine, css[tone])}>
        <Icon size={14} strokeWidth={1.5} aria-hidden="true" />
        <span>
          {pushText(push)}
          {push.sent_at && (
            <>
              , <RelativeTime at={push.sent_at} focusable tip="start" />
            </>
          )}
        </span>
      </p>
      {reasons.map((text) => (
        <p key={text} className={css.reason}>
          {text}
        </p>
      ))}
      {aiSession.can_write && tone !== "ok" && <Retry sessionId={aiSession.id} push={push} />}
    </div>
  );
}

function nextTry({ status, error, next_attempt_at: at }: Push, now: number): string | null {
  if (status !== "queued" || !error || !at || Date.parse(at) <= now) return null;
  return `Next try at ${clockTime(at, now)}.`;
}

function Retry({ sessionId, push }: { sessionId: string; push: Push }) {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  const retrying = useMutation({
    mutationFn: () =>
      sendOnce([push.status, push.error, push.next_attempt_at], (key) => pushAgain(sessionId, key)),
    onSettled: () => void queries.invalidateQueries({ queryKey: keys.psaPush(sessionId) }),
  });
  return (
    <p className={css.reason}>
      <GuardedButton
        small
        aria-disabled={retrying.isPending || undefined}
        onClick={() => !retrying.isPending && retrying.mutate()}
      >
        {retrying.isPending ? "Retrying…" : "Retry now"}
      </GuardedButton>
      {retrying.error && <span role="alert"> {messageOf(retrying.error)}</span>}
    </p>
  );
}
