/** The suggested fixes of a session. */
import { client, keyed, unwrap } from "./client";
import type { Decision, Fix, Outcome, ScriptParameter } from "./types";

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
  /** Only for a fix that waits; null removes the reminder, and without the field it stays. */
  remind_at?: string | null;
}

export function recordOutcome(fix: Fix, report: OutcomeReport, key: string): Promise<Fix> {
  return unwrap(
    client.PATCH("/api/v1/ai-sessions/{session_id}/suggested-fixes/{fix_id}/outcome", {
      ...about(fix, key),
      body: report,
    }),
  );
}

/** Returns the fix with its previous state; 409 `too_late` once something has followed from the outcome. */
export function undoOutcome(fix: Fix, key: string): Promise<Fix> {
  return unwrap(
    client.DELETE("/api/v1/ai-sessions/{session_id}/suggested-fixes/{fix_id}/outcome", {
      ...about(fix, key),
    }),
  );
}

/** Rejects the outcome that the copilot read in a message. */
export function rejectProposal(fix: Fix, key: string): Promise<Fix> {
  return unwrap(
    client.DELETE("/api/v1/ai-sessions/{session_id}/suggested-fixes/{fix_id}/ai-outcome-proposal", {
      ...about(fix, key),
    }),
  );
}

/** Without `parameters`, these stay as they are. */
export function draftScript(
  fix: Fix,
  script: string,
  key: string,
  parameters?: ScriptParameter[],
): Promise<Fix> {
  const known = (fix.ai_drafted_parameters ?? []) as ScriptParameter[];
  const ai_drafted_parameters = parameters ?? known;
  return unwrap(
    client.PUT("/api/v1/ai-sessions/{session_id}/suggested-fixes/{fix_id}/draft", {
      ...about(fix, key),
      body: { ai_drafted_script: script, ai_drafted_parameters },
    }),
  );
}

/** `scriptId`: the script that was run, for `used_template`. */
export function decideOnScript(
  fix: Fix,
  decision: Decision,
  scriptId: string | null,
  key: string,
): Promise<Fix> {
  return unwrap(
    client.PATCH("/api/v1/ai-sessions/{session_id}/suggested-fixes/{fix_id}/decision", {
      ...about(fix, key),
      body: { decision, ...(scriptId && { script_id: scriptId }) },
    }),
  );
}

function about(fix: Fix, key: string) {
  return { params: { path: { session_id: fix.session_id, fix_id: fix.id } }, ...keyed(key) };
}
