/** Predicts how the API answers an outcome, by the rules in the product's life of a fix. */
import type { OutcomeReport } from "~/api/fixes";
import type { Fix } from "~/api/types";
import { serverNowText } from "~/lib/serverTime";
import { isTerminal } from "./fixMode";

export function withOutcome(fix: Fix, report: OutcomeReport): Fix {
  const next: Fix = { ...fix, status: report.outcome, ...times(fix, report) };
  const words = report.notes?.trim() || null;
  if (report.outcome === "applied_pending") next.pending_reason = words;
  if (report.outcome === "applied_partial") next.partial_notes = words;
  if (report.outcome === "applied_failed") next.failure_reason = words;
  const isAnswered = isTerminal(next) || fix.ai_outcome_proposal?.outcome === report.outcome;
  return isAnswered ? { ...next, ai_outcome_proposal: null } : next;
}

function times(fix: Fix, { outcome, remind_at = fix.remind_at }: OutcomeReport) {
  if (outcome === "dismissed") {
    return { applied_at: fix.applied_at, verified_at: fix.verified_at, remind_at: null };
  }
  const now = serverNowText();
  const isPending = outcome === "applied_pending";
  return {
    applied_at: fix.applied_at ?? now,
    verified_at: isPending ? null : now,
    remind_at: isPending ? remind_at : null,
  };
}
