/** The events of the live stream: their names and the ids they carry. What is done about them is said in `reread.ts`. */
import type { Person } from "~/api/types";

interface Told {
  id?: string;
  occurred_at?: string;
}

export interface HandoffCreated extends Told {
  type: "handoff_created";
  handoff_id: string;
  session_id: string;
  problem: string;
  created_by: Person;
  psa_ticket_id: string | null;
  target_user_id: string | null;
}

export interface HandoffSettled extends Told {
  type: "handoff_claimed" | "handoff_withdrawn";
  handoff_id: string | null;
  session_id: string;
  claimed_by: Person | null;
  claimed_at: string | null;
}

export interface AssessmentReady extends Told {
  type: "handoff_assessment_ready";
  handoff_id: string;
  session_id: string;
  has_assessment: boolean;
}

export interface NotificationCreated extends Told {
  type: "notification_created";
  notification_id: string;
  title: string;
  link: string;
}

export interface StepCreated extends Told {
  type: "step_created";
  session_id: string;
  step_id: string;
}

export interface ReplyDelta extends Told {
  type: "reply_delta";
  session_id: string;
  reply_id: string;
  text: string;
  index: number;
}

export interface ReplyTurn extends Told {
  type: "reply_started" | "reply_finished" | "reply_failed";
  session_id: string;
  reply_id: string;
  step_id?: string | null;
  code?: string;
}

export interface SessionPartChanged extends Told {
  type: "fix_changed" | "fact_changed" | "session_changed";
  session_id: string;
}

export interface StreamReady extends Told {
  type: "ready";
  /** Set by the stream: another connection listened until now, so that only a topic just added may have been missed. */
  covered?: boolean;
}

export interface StreamTold extends Told {
  type: "resync" | "bye";
}

export type LiveEvent =
  | HandoffCreated
  | HandoffSettled
  | AssessmentReady
  | NotificationCreated
  | StepCreated
  | ReplyDelta
  | ReplyTurn
  | SessionPartChanged
  | StreamReady
  | StreamTold;

export type LiveEventType = LiveEvent["type"];

/** EventSource gives a named event only to those who ask for that name, so every name stands here once. */
const NAMES: Record<LiveEventType, true> = {
  ready: true,
  resync: true,
  bye: true,
  handoff_created: true,
  handoff_claimed: true,
  handoff_withdrawn: true,
  handoff_assessment_ready: true,
  notification_created: true,
  step_created: true,
  reply_started: true,
  reply_delta: true,
  reply_finished: true,
  reply_failed: true,
  fix_changed: true,
  fact_changed: true,
  session_changed: true,
};

export const EVENT_TYPES = Object.keys(NAMES) as LiveEventType[];

/**
 * The event of one message; null for data that is no JSON object: one broken event must not end the stream.
 *
 * Events of a session's topic do not name the session: it is the one whose topic the connection carries, `sessionId`.
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
