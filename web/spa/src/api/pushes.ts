/** What became of a session's push to its ticket, and pushing again by hand. */
import { client, keyed, unwrap } from "./client";
import type { components } from "./schema";

export type Push = components["schemas"]["PsaPush"];
export type PushPart = NonNullable<Push["time_entry"]>;

export function fetchPush(session_id: string): Promise<Push> {
  const params = { path: { session_id } };
  return unwrap(client.GET("/api/v1/ai-sessions/{session_id}/psa-push", { params }));
}

/** Tries again what was given up, or posts the write-up as it is now. */
export async function pushAgain(session_id: string, key: string): Promise<void> {
  const params = { path: { session_id } };
  await unwrap(client.POST("/api/v1/ai-sessions/{session_id}/psa-push", { params, ...keyed(key) }));
}
