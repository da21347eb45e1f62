/** Suggested fixes of one AI session. */
import { client, keyed, unwrap } from "./client";
import type { Fix, Outcome } from "./types";

export async function fetchFixes(sessionId: string): Promise<Fix[]> {
  const list = await unwrap(
    client.GET("/api/v1/ai-sessions/{session_id}/suggested-fixes", {
      params: { path: { session_id: sessionId } },
    }),
  );
  return list.items;
}

export function applyFix(fix: Fix, key: string): Promise<Fix> {
  return unwrap(
    client.POST("/api/v1/ai-sessions/{session_id}/suggested-fixes/{fix_id}/apply", {
      ...about(fix, key),
    }),
  );
}

export interface OutcomeReport {
  outcome: Outcome;
  notes?: string;
}

export function recordOutcome(fix: Fix, report: OutcomeReport, key: string): Promise<Fix> {
  return unwrap(
    client.PATCH("/api/v1/ai-sessions/{session_id}/suggested-fixes/{fix_id}/outcome", {
      ...about(fix, key),
      body: report,
    }),
  );
}

function about(fix: Fix, key: string) {
  return { params: { path: { session_id: fix.session_id, fix_id: fix.id } }, ...keyed(key) };
}
