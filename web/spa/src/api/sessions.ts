/** AI sessions: the list, one session, its steps and facts, and the actions in the chat. */
import { client, keyed, unwrap } from "./client";
import type { components } from "./schema";
import type { AiSession, Attempt, Fact, Page, SessionWithParts, Step } from "./types";

/** The maximum size of a page. */
const FULL_PAGE = 200;

const at = (session_id: string) => ({ path: { session_id } });
const write = (session_id: string, key: string) => ({ params: at(session_id), ...keyed(key) });

/** The user's own sessions; with `q`, the matching ones of all that the user may read. */
export function fetchSessions(cursor?: string, q?: string): Promise<Page<AiSession>> {
  const query = q ? { cursor, q, scope: "readable" as const } : { cursor };
  return unwrap(client.GET("/api/v1/ai-sessions", { params: { query } }));
}

/** All sessions that the user may read. */
export function fetchReadable(cursor?: string): Promise<Page<AiSession>> {
  const query = { cursor, scope: "readable" as const };
  return unwrap(client.GET("/api/v1/ai-sessions", { params: { query } }));
}

/** The user's open sessions whose fix waits for verification. */
export function fetchFollowUps(cursor?: string): Promise<Page<AiSession>> {
  const query = { cursor, fix_status: "applied_pending" as const };
  return unwrap(client.GET("/api/v1/ai-sessions", { params: { query } }));
}

/** The matching sessions of all that the user may read; without `q`, the user's latest. */
export async function searchSessions(
  q: string,
  limit: number,
  signal?: AbortSignal,
): Promise<AiSession[]> {
  const query = q ? { q, limit, scope: "readable" as const } : { limit };
  const page = await unwrap(client.GET("/api/v1/ai-sessions", { params: { query }, signal }));
  return page.items;
}

export function fetchSession(id: string): Promise<AiSession> {
  return unwrap(client.GET("/api/v1/ai-sessions/{session_id}", { params: at(id) }));
}

/** The parts that one call can return together with a session. */
export type SessionPart = "steps" | "fixes" | "facts" | "lane" | "attempts" | "signals" | "handoff";

export async function fetchSessionWith(
  id: string,
  parts: readonly SessionPart[],
): Promise<SessionWithParts> {
  const query = parts.length > 0 ? { include: [...parts] } : {};
  const answer = await unwrap(
    client.GET("/api/v1/ai-sessions/{session_id}", { params: { ...at(id), query } }),
  );
  return answer as unknown as SessionWithParts;
}

export function fetchSteps(
  id: string,
  cursor?: string | null,
  limit = FULL_PAGE,
): Promise<Page<Step>> {
  const query = { limit, cursor: cursor ?? undefined };
  return unwrap(
    client.GET("/api/v1/ai-sessions/{session_id}/steps", { params: { ...at(id), query } }),
  );
}

export async function fetchFacts(id: string): Promise<Fact[]> {
  const page = await unwrap(
    client.GET("/api/v1/ai-sessions/{session_id}/facts", { params: at(id) }),
  );
  return page.items;
}

export async function fetchAttempts(id: string): Promise<Attempt[]> {
  const page = await unwrap(
    client.GET("/api/v1/ai-sessions/{session_id}/attempts", { params: at(id) }),
  );
  return page.items;
}

export function openSession(
  problem: string,
  attachmentIds: string[],
  key: string,
): Promise<AiSession> {
  const body = { problem, ...attached(attachmentIds) };
  return unwrap(client.POST("/api/v1/ai-sessions", { body, ...keyed(key) }));
}

function attached(ids: string[]): { attachment_ids?: string[] } {
  return ids.length > 0 ? { attachment_ids: ids } : {};
}

/** Opens a session for a ticket. */
export function openSessionFor(
  body: { problem: string; psa_ticket_id: string },
  key: string,
): Promise<AiSession> {
  return unwrap(client.POST("/api/v1/ai-sessions", { body, ...keyed(key) }));
}

export interface SentMessage {
  step: Step;
  reply: NonNullable<AiSession["reply"]>;
}

export function sendMessage(
  id: string,
  content: string,
  attachmentIds: string[],
  key: string,
): Promise<SentMessage> {
  return unwrap(
    client.POST("/api/v1/ai-sessions/{session_id}/messages", {
      body: { content, ...attached(attachmentIds) },
      ...write(id, key),
    }),
  );
}

export async function stopReply(id: string, key: string): Promise<void> {
  await unwrap(client.POST("/api/v1/ai-sessions/{session_id}/reply/cancel", write(id, key)));
}

export async function retryReply(id: string, key: string): Promise<void> {
  await unwrap(client.POST("/api/v1/ai-sessions/{session_id}/reply/retry", write(id, key)));
}

export async function reopen(id: string, key: string): Promise<void> {
  await unwrap(client.POST("/api/v1/ai-sessions/{session_id}/reopen", write(id, key)));
}

export async function resume(id: string, key: string): Promise<void> {
  await unwrap(client.POST("/api/v1/ai-sessions/{session_id}/resume", write(id, key)));
}

export async function addNote(id: string, content: string, key: string): Promise<Step> {
  return unwrap(
    client.POST("/api/v1/ai-sessions/{session_id}/notes", { body: { content }, ...write(id, key) }),
  );
}

export type Conclusion = components["schemas"]["Resolve"];

export async function resolve(id: string, conclusion: Conclusion, key: string): Promise<AiSession> {
  const answer = await unwrap(
    client.POST("/api/v1/ai-sessions/{session_id}/resolve", {
      body: conclusion,
      ...write(id, key),
    }),
  );
  return answer.session;
}

export interface SessionDescription {
  title?: string;
  client_name?: string | null;
  psa_ticket_id?: string | null;
}

/** Changes only the given fields. */
export function describeSession(
  id: string,
  change: SessionDescription,
  key: string,
): Promise<AiSession> {
  return unwrap(
    client.PATCH("/api/v1/ai-sessions/{session_id}", { body: change, ...write(id, key) }),
  );
}
