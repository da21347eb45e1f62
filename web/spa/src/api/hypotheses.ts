/** The possible causes of a session's problem. */
import { client, keyed, unwrap } from "./client";
import type { Hypothesis } from "./types";

export type HypothesisState = Hypothesis["state"];
export type HypothesisEvidence = Hypothesis["evidence"][number];
export type NewEvidence = Pick<HypothesisEvidence, "kind" | "id" | "weighs" | "note">;

/** Only the given fields are changed; `evidence` replaces what is there. */
export interface HypothesisChange {
  state?: HypothesisState;
  evidence?: NewEvidence[];
}

const ALL = "/api/v1/ai-sessions/{session_id}/hypotheses";

/** The most likely cause first, refuted ones last. */
export async function fetchHypotheses(session_id: string): Promise<Hypothesis[]> {
  const page = await unwrap(client.GET(ALL, { params: { path: { session_id } } }));
  return page.items;
}

export function addHypothesis(session_id: string, cause: string, key: string): Promise<Hypothesis> {
  const params = { path: { session_id } };
  return unwrap(client.POST(ALL, { params, body: { cause }, ...keyed(key) }));
}

export function changeHypothesis(
  session_id: string,
  hypothesis_id: string,
  body: HypothesisChange,
  key: string,
): Promise<Hypothesis> {
  const params = { path: { session_id, hypothesis_id } };
  return unwrap(client.PATCH(`${ALL}/{hypothesis_id}`, { params, body, ...keyed(key) }));
}
