/** Releases of masked places. */
import { client, keyed, unwrap } from "./client";
import type { Step } from "./types";

export function allowRedaction(
  session_id: string,
  redaction_id: string,
  key: string,
): Promise<Step> {
  return unwrap(
    client.POST("/api/v1/ai-sessions/{session_id}/redactions/{redaction_id}/allow", {
      params: { path: { session_id, redaction_id } },
      ...keyed(key),
    }),
  );
}
