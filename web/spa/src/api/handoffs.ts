/** The handoffs of a session, and the escalation queue. */
import { client, keyed, unwrap } from "./client";
import type { Handoff, Page, QueueItem } from "./types";

export type QueueOrder = "newest" | "oldest";

export async function fetchQueue(sort: QueueOrder, cursor?: string): Promise<Page<QueueItem>> {
  return unwrap(
    client.GET("/api/v1/ai-sessions/escalations", {
      params: { query: { sort, cursor, limit: 100 } },
    }),
  );
}

export async function fetchQueueCount(): Promise<number> {
  const answer = await unwrap(client.GET("/api/v1/ai-sessions/escalations/count"));
  return answer.count;
}

export async function fetchHandoffs(sessionId: string): Promise<Handoff[]> {
  const page = await unwrap(
    client.GET("/api/v1/ai-sessions/{session_id}/handoffs", {
      params: { path: { session_id: sessionId } },
    }),
  );
  return page.items as unknown as Handoff[];
}

export async function fetchHandoff(sessionId: string, handoffId: string): Promise<Handoff> {
  const handoff = await unwrap(
    client.GET("/api/v1/ai-sessions/{session_id}/handoffs/{handoff_id}", at(sessionId, handoffId)),
  );
  return handoff as unknown as Handoff;
}

export interface Escalation {
  reason: string;
  /** Null: anyone on the team. */
  targetUserId: string | null;
}

export async function escalate(sessionId: string, ask: Escalation, key: string): Promise<void> {
  await unwrap(
    client.POST("/api/v1/ai-sessions/{session_id}/handoff", {
      params: { path: { session_id: sessionId } },
      body: { intent: "escalate", reason: ask.reason, target_user_id: ask.targetUserId },
      ...keyed(key),
    }),
  );
}

/** Parks the session for the user who calls. */
export async function park(session_id: string, reason: string, key: string): Promise<void> {
  await unwrap(
    client.POST("/api/v1/ai-sessions/{session_id}/handoff", {
      params: { path: { session_id } },
      body: { intent: "park", reason },
      ...keyed(key),
    }),
  );
}

export async function claim(sessionId: string, handoffId: string, key: string): Promise<void> {
  await unwrap(
    client.POST("/api/v1/ai-sessions/{session_id}/handoffs/{handoff_id}/claim", {
      ...at(sessionId, handoffId),
      ...keyed(key),
    }),
  );
}

/** Claims a legacy escalation, which has no handoff row. */
export async function pickUp(session_id: string, key: string): Promise<void> {
  await unwrap(
    client.POST("/api/v1/ai-sessions/{session_id}/pickup", {
      params: { path: { session_id } },
      ...keyed(key),
    }),
  );
}

export async function recall(sessionId: string, handoffId: string, key: string): Promise<void> {
  await unwrap(
    client.POST("/api/v1/ai-sessions/{session_id}/handoffs/{handoff_id}/recall", {
      ...at(sessionId, handoffId),
      ...keyed(key),
    }),
  );
}

export async function retryAssessment(sessionId: string, handoffId: string, key: string) {
  await unwrap(
    client.POST("/api/v1/ai-sessions/{session_id}/handoffs/{handoff_id}/assessment/retry", {
      ...at(sessionId, handoffId),
      ...keyed(key),
    }),
  );
}

function at(session_id: string, handoff_id: string) {
  return { params: { path: { session_id, handoff_id } } };
}
