/** AI sessions: the list, one session, its steps and facts, and what one does in the chat. */
import { client, keyed, unwrap } from "./client";
import type { AiSession, Fact, Page, Step } from "./types";

/** The most that a list gives at once. */
const FULL_PAGE = 200;

const at = (session_id: string) => ({ path: { session_id } });
const write = (session_id: string, key: string) => ({ params: at(session_id), ...keyed(key) });

/** All of them, or those that hold the words of `q`. */
export function fetchSessions(cursor?: string, q?: string): Promise<Page<AiSession>> {
  return unwrap(client.GET("/api/v1/ai-sessions", { params: { query: { cursor, q } } }));
}

export function fetchSession(id: string): Promise<AiSession> {
  return unwrap(client.GET("/api/v1/ai-sessions/{session_id}", { params: at(id) }));
}

export function fetchSteps(id: string, cursor?: string | null): Promise<Page<Step>> {
  const query = { limit: FULL_PAGE, cursor: cursor ?? undefined };
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

export function openSession(problem: string, key: string): Promise<AiSession> {
  return unwrap(client.POST("/api/v1/ai-sessions", { body: { problem }, ...keyed(key) }));
}

export interface SentMessage {
  step: Step;
  reply: NonNullable<AiSession["reply"]>;
}

export function sendMessage(id: string, content: string, key: string): Promise<SentMessage> {
  return unwrap(
    client.POST("/api/v1/ai-sessions/{session_id}/messages", {
      body: { content },
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

export async function resolve(id: string, resolution: string, key: string): Promise<AiSession> {
  const answer = await unwrap(
    client.POST("/api/v1/ai-sessions/{session_id}/resolve", {
      body: resolution ? { resolution } : {},
      ...write(id, key),
    }),
  );
  return answer.session;
}
