/** Shows an attempt of a link as the ledger's list shows one: without notes, and without a word about evidence. */
import type { SharedAttempt } from "~/api/shares";
import type { SnapshotAttempt } from "~/api/types";

export function asAttempt({ n, title, at, outcome }: SharedAttempt): SnapshotAttempt {
  return { id: String(n), title, at, outcome, notes: null };
}
