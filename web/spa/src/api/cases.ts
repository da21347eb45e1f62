/** Cases: what this desk has solved, their drafts, and what is similar to a session. */
import { client, keyed, unwrap } from "./client";
import type { Case, CaseDraft, Guide, Similar } from "./types";

const DRAFT = "/api/v1/ai-sessions/{session_id}/case" as const;
const at = (session_id: string) => ({ params: { path: { session_id } } });

export function fetchCaseDraft(sessionId: string): Promise<CaseDraft> {
  return unwrap(client.GET(DRAFT, at(sessionId)));
}

/** Asks for a draft of the session as it is now. */
export function askForCaseDraft(sessionId: string, key: string): Promise<CaseDraft> {
  return unwrap(client.POST(DRAFT, { ...at(sessionId), ...keyed(key) }));
}

export function fetchSimilar(sessionId: string, signal?: AbortSignal): Promise<Similar> {
  return unwrap(
    client.GET("/api/v1/ai-sessions/{session_id}/similar", { ...at(sessionId), signal }),
  );
}

export function fetchCase(caseId: string): Promise<Case> {
  return unwrap(client.GET("/api/v1/cases/{case_id}", { params: { path: { case_id: caseId } } }));
}

export function fetchGuide(guideId: string): Promise<Guide> {
  return unwrap(
    client.GET("/api/v1/guides/{guide_id}", { params: { path: { guide_id: guideId } } }),
  );
}
