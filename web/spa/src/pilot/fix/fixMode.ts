/** The mode of the fix banner. It depends only on the fix, so that a reload, another tab and the other engineer show the same. */
import type { Fix } from "~/api/types";
import { serverNow } from "~/lib/serverTime";
import { secondsSince } from "~/lib/time";

const TERMINAL: ReadonlySet<Fix["status"]> = new Set([
  "applied_success",
  "applied_failed",
  "dismissed",
]);

export type FixMode =
  | "proposed"
  | "verifying"
  | "nudge"
  | "pending"
  | "partial"
  | "confirming"
  | "resolved"
  | "failed"
  | "dismissed";

/** What the mode depends on. */
type Moving = Pick<Fix, "status" | "applied_at" | "ai_outcome_proposal">;

export function fixMode(fix: Moving): FixMode {
  if (fix.ai_outcome_proposal && !TERMINAL.has(fix.status)) return "confirming";
  switch (fix.status) {
    case "proposed":
      return fix.applied_at ? "verifying" : "proposed";
    case "applied_pending":
      return "pending";
    case "applied_partial":
      return "partial";
    case "applied_success":
      return "resolved";
    case "applied_failed":
      return "failed";
    case "dismissed":
      return "dismissed";
  }
}

/** After this time without an outcome the banner asks for one. */
const NUDGE_AFTER_S = 600;

/** The mode at a given time; a fix that has been verifying for long gets a reminder. */
export function fixModeAt(fix: Moving, now: number): FixMode {
  const mode = fixMode(fix);
  const isLong = fix.applied_at && secondsSince(fix.applied_at, now) >= NUDGE_AFTER_S;
  return mode === "verifying" && isLong ? "nudge" : mode;
}

export function isTerminal({ status }: Pick<Fix, "status">): boolean {
  return TERMINAL.has(status);
}

/** The active fix: the newest one that is not terminal. The API returns fixes newest first. */
export function activeFix(fixes: readonly Fix[]): Fix | null {
  return fixes.find((fix) => !isTerminal(fix)) ?? null;
}

/**
 * The fix in the banner: one whose outcome the copilot has read in a message, or whose reminder is due, otherwise the active one, otherwise
 * the last one. The reply that reports a failure often proposes the next fix too, and the question about the older one comes first.
 */
export function bannerFix(fixes: readonly Fix[], now: number = serverNow()): Fix | null {
  const asked = fixes.find((fix) => fixMode(fix) === "confirming");
  return asked ?? fixes.find((fix) => isDue(fix, now)) ?? activeFix(fixes) ?? fixes[0] ?? null;
}

function isDue({ status, remind_at }: Fix, now: number): boolean {
  return status === "applied_pending" && remind_at !== null && Date.parse(remind_at) <= now;
}

/** Whether the fix was tried, as a click or a message says, and has no final outcome; escalating or concluding asks for it first. */
export function needsOutcome(fix: Fix | null): fix is Fix {
  return fix !== null && !isTerminal(fix) && fixMode(fix) !== "proposed";
}
