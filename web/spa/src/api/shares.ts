/** Links that show a session without a login, and what such a link shows. */
import { client, keyed, unwrap } from "./client";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Share = Schemas["Share"];
export type CreatedShare = Schemas["CreatedShare"];
export type NewShare = Schemas["NewShare"];
export type SharePart = NewShare["include"][number];
export type Shared = Schemas["Shared"];
export type SharedStep = NonNullable<Shared["steps"]>[number];
export type SharedAttempt = NonNullable<Shared["attempts"]>[number];

const SHARES = "/api/v1/ai-sessions/{session_id}/shares";

const at = (session_id: string) => ({ params: { path: { session_id } } });

export async function fetchShares(sessionId: string): Promise<Share[]> {
  return (await unwrap(client.GET(SHARES, at(sessionId)))).items;
}

export function createShare(sessionId: string, body: NewShare, key: string): Promise<CreatedShare> {
  return unwrap(client.POST(SHARES, { ...at(sessionId), body, ...keyed(key) }));
}

export async function revokeShare(sessionId: string, shareId: string): Promise<void> {
  const path = { session_id: sessionId, share_id: shareId };
  await unwrap(client.DELETE(`${SHARES}/{share_id}`, { params: { path } }));
}

/** Each call counts as an opening. */
export function fetchShared(token: string): Promise<Shared> {
  return unwrap(client.GET("/api/v1/shared/{token}", { params: { path: { token } } }));
}
