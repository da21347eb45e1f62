/** How the fix banner stands. Derived from the fix alone, so that a reload, another tab and the other engineer see the same. */
import type { Fix } from "~/api/types";

export type FixMode =
  | "proposed"
  | "verifying"
  | "pending"
  | "partial"
  | "resolved"
  | "failed"
  | "dismissed";

export function fixMode(fix: Pick<Fix, "status" | "applied_at">): FixMode {
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

const TERMINAL: ReadonlySet<FixMode> = new Set(["resolved", "failed", "dismissed"]);

function isTerminal(fix: Pick<Fix, "status" | "applied_at">): boolean {
  return TERMINAL.has(fixMode(fix));
}

/** The active fix: the newest one that is not terminal. The API gives fixes newest first. */
export function activeFix(fixes: readonly Fix[]): Fix | null {
  return fixes.find((fix) => !isTerminal(fix)) ?? null;
}

/** What the banner shows: the active fix, else how the last one ended. */
export function bannerFix(fixes: readonly Fix[]): Fix | null {
  return activeFix(fixes) ?? fixes[0] ?? null;
}

/** Applied and without a final word: escalating or concluding asks about it first. */
export function needsOutcome(fix: Fix | null): fix is Fix {
  if (!fix) return false;
  const mode = fixMode(fix);
  return mode === "verifying" || mode === "partial" || mode === "pending";
}
