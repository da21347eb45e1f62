/** What the fix banner says. */
import type { Fix, Outcome, Step } from "~/api/types";
import type { Tone } from "~/ui/Pill";
import type { FixMode } from "./fixMode";

interface ModeWords {
  pill: string;
  tone: Tone;
  /** Ends the sentence "Fix is now …". */
  now: string;
}

export const MODES: Record<FixMode, ModeWords> = {
  proposed: { pill: "Proposed fix", tone: "plain", now: "proposed" },
  verifying: { pill: "Verifying", tone: "info", now: "verifying" },
  pending: { pill: "Awaiting verification", tone: "info", now: "awaiting verification" },
  partial: { pill: "Worked partly", tone: "warn", now: "partly working" },
  resolved: { pill: "It worked", tone: "ok", now: "recorded as working" },
  failed: { pill: "Did not work", tone: "danger", now: "recorded as not working" },
  dismissed: { pill: "Dismissed", tone: "plain", now: "dismissed" },
};

/** The question behind an outcome that needs words. */
export const QUESTIONS: Partial<Record<Outcome, string>> = {
  applied_pending: "Waiting on what?",
  applied_partial: "What still fails?",
};

/** What the API takes. */
export const MOST_NOTES = 4_000;

/** The notes of the outcome that the fix has now. */
export function notesOf(fix: Fix): string | null {
  if (fix.status === "applied_pending") return fix.pending_reason;
  if (fix.status === "applied_partial") return fix.partial_notes;
  if (fix.status === "applied_failed") return fix.failure_reason;
  return null;
}

/** The step that recorded the fix's last outcome: who and when. Null where the record has none. */
export function outcomeStep(fix: Fix, steps: readonly Step[]): Step | null {
  const isIts = ({ data }: Step) => data.kind === "fix_outcome" && data.fix_id === fix.id;
  return steps.findLast(isIts) ?? null;
}
