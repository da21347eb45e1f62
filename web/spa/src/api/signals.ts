/** The codes of a session and what they mean. */
import { client, unwrap } from "./client";
import type { SessionSignal } from "./types";

export async function fetchSignals(session_id: string): Promise<SessionSignal[]> {
  const { items } = await unwrap(
    client.GET("/api/v1/ai-sessions/{session_id}/signals", { params: { path: { session_id } } }),
  );
  return items;
}
