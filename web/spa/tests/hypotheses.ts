/** Creates possible causes for tests. */
import type { Hypothesis } from "~/api/types";
import { id, NOW } from "./factories";

export function makeHypothesis(part: Partial<Hypothesis> = {}): Hypothesis {
  const hypothesis: Hypothesis = {
    id: id(),
    cause: "A stale token",
    state: "proposed",
    evidence: [],
    source: "engineer",
    guide_id: null,
    cause_id: null,
    updated_by: null,
    updated_at: NOW,
    created_at: NOW,
  };
  return { ...hypothesis, ...part };
}
