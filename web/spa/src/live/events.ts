/** The events of the live stream. Their shapes come from the AsyncAPI document, see `npm run openapi`. */
import type { components } from "~/api/events";

export type Events = components["schemas"]["Events"];

export type LiveEventType = keyof Events;

export type HandoffCreated = Events["handoff_created"];
export type HandoffSettled = Events["handoff_claimed" | "handoff_withdrawn"];
export type FactChanged = Events["fact_changed"];
export type StepCreated = Events["step_created"];
export type ReplyDelta = Events["reply_delta"];
export type ReplyStarted = Events["reply_started"];
export type ReplyStateChanged = Events["reply_started" | "reply_finished" | "reply_failed"];

export type StreamReady = Events["ready"] & {
  /** Set by `LiveStream`: another connection was receiving until now, so only events of a new topic may have been missed. */
  covered?: boolean;
};

export type LiveEvent = Exclude<Events[LiveEventType], Events["ready"]> | StreamReady;

/** EventSource delivers a named event only to a listener for that name, so this lists every name. */
const NAMES: Record<LiveEventType, true> = {
  ready: true,
  ping: true,
  resync: true,
  bye: true,
  handoff_created: true,
  handoff_claimed: true,
  handoff_withdrawn: true,
  handoff_assessment_ready: true,
  delivery_changed: true,
  channel_tested: true,
  psa_connection_tested: true,
  psa_lookups_changed: true,
  notification_created: true,
  session_changed: true,
  step_created: true,
  step_changed: true,
  fix_changed: true,
  fact_changed: true,
  hypothesis_changed: true,
  documentation_ready: true,
  client_update_ready: true,
  preview_ready: true,
  task_lane_changed: true,
  tree_run_changed: true,
  tree_draft_ready: true,
  reply_started: true,
  reply_delta: true,
  reply_finished: true,
  reply_failed: true,
  script_changed: true,
  templatize_ready: true,
  presence_changed: true,
  psa_push_changed: true,
  psa_ticket_changed: true,
  psa_ticket_created: true,
  psa_tickets_synced: true,
};

export const EVENT_TYPES = Object.keys(NAMES) as LiveEventType[];

/** Each connection sends its own, and a repeated one is harmless. */
const CONNECTION_EVENTS = new Set<string>(["ready", "ping", "resync", "bye"]);

export function isConnectionEvent(type: LiveEventType): boolean {
  return CONNECTION_EVENTS.has(type);
}

/**
 * The event in one message, or null if the data is not a JSON object: one broken event must not end the stream.
 *
 * An event that names no session belongs to that of the connection's topics (`sessionId`).
 */
export function parseEvent(type: LiveEventType, data: string, sessionId: string): LiveEvent | null {
  try {
    const body: unknown = JSON.parse(data);
    if (typeof body !== "object" || body === null) return null;
    return { session_id: sessionId, ...body, type } as LiveEvent;
  } catch {
    return null;
  }
}
