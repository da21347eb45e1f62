/** Creates attempts of the ledger. */
import type { Attempt } from "~/api/types";
import { id, NOW } from "./factories";

export function makeAttempt(part: Partial<Attempt> = {}): Attempt {
  const attempt: Attempt = {
    id: id(),
    n: 1,
    title: "Clear the token cache",
    kind: "fix",
    by: null,
    at: NOW,
    outcome: "did_not_work",
    notes: null,
    evidence: [],
    script: false,
    decision: null,
    template: null,
  };
  return { ...attempt, ...part };
}
