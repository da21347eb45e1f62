/** Which answers an event makes old. Events carry ids, never rows: what changed is read again by GET. */
import type { QueryClient } from "@tanstack/react-query";
import { keys } from "~/api/keys";
import type { AiSession } from "~/api/types";
import type { LiveEvent, ReplyTurn } from "./events";

type Name = readonly string[];

const WAITING: Name[] = [keys.queue, keys.queueCount];

/** `ready` too: what was read before the stream stood may have changed without a word. */
const EVERYTHING: Name[] = [...WAITING, keys.notifications, keys.sessions, ["session"]];

export function reread(queries: QueryClient, event: LiveEvent): void {
  stale(queries, madeOld(event));
  if (isReplyTurn(event)) turnReply(queries, event);
  if (event.type === "session_changed") rereadSession(queries, event.session_id);
}

function madeOld(event: LiveEvent): Name[] {
  switch (event.type) {
    case "ready":
      return event.covered ? [["session"]] : EVERYTHING;
    case "resync":
      return EVERYTHING;
    case "handoff_created":
      return WAITING;
    case "handoff_claimed":
    case "handoff_withdrawn":
      return [...WAITING, keys.notifications, keys.sessions, keys.session(event.session_id)];
    case "handoff_assessment_ready":
      return [keys.queue, keys.handoffs(event.session_id)];
    case "notification_created":
      return [keys.notifications];
    case "step_created":
      return [keys.steps(event.session_id)];
    case "fix_changed":
      return [keys.fixes(event.session_id)];
    case "fact_changed":
      return [keys.facts(event.session_id)];
    case "session_changed":
      return [keys.sessions];
    default:
      return [];
  }
}

function stale(queries: QueryClient, names: Name[]): void {
  for (const queryKey of names) void queries.invalidateQueries({ queryKey });
}

function rereadSession(queries: QueryClient, id: string): void {
  void queries.invalidateQueries({ queryKey: keys.session(id), exact: true });
}

function isReplyTurn(event: LiveEvent): event is ReplyTurn {
  return (
    event.type === "reply_started" ||
    event.type === "reply_finished" ||
    event.type === "reply_failed"
  );
}

function turnReply(queries: QueryClient, event: ReplyTurn): void {
  const id = event.session_id;
  const running = { id: event.reply_id, status: "running" as const };
  setReply(queries, id, event.type === "reply_started" ? running : null);
  if (event.type === "reply_started") return;
  stale(queries, [keys.steps(id), keys.fixes(id), keys.facts(id), keys.sessions]);
  rereadSession(queries, id);
}

/** Which reply runs, known before the session is read again; a read under way must not overwrite it. */
export function setReply(queries: QueryClient, id: string, reply: AiSession["reply"]): void {
  const queryKey = keys.session(id);
  void queries.cancelQueries({ queryKey, exact: true });
  queries.setQueryData<AiSession>(queryKey, (now) => now && { ...now, reply });
}
