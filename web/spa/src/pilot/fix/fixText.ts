/** The texts of the fix banner. */

import {
  CircleCheck,
  CircleQuestionMark,
  CircleSlash,
  CircleX,
  Clock,
  Hourglass,
  type LucideIcon,
  Quote,
  Wrench,
} from "lucide-react";
import type { Fix, Outcome, Step } from "~/api/types";
import type { Tone } from "~/ui/Pill";
import type { FixMode } from "./fixMode";

interface ModeText {
  pill: string;
  tone: Tone;
  icon: LucideIcon;
  /** Completes the sentence "Fix is now …". */
  now: string;
}

export const MODES: Record<FixMode, ModeText> = {
  proposed: { pill: "Proposed fix", tone: "accent", icon: Wrench, now: "proposed" },
  verifying: { pill: "Verifying", tone: "info", icon: Clock, now: "verifying" },
  nudge: { pill: "Did it work?", tone: "info", icon: CircleQuestionMark, now: "waiting for you" },
  pending: {
    pill: "Awaiting verification",
    tone: "info",
    icon: Hourglass,
    now: "awaiting verification",
  },
  confirming: { pill: "Confirm", tone: "info", icon: Quote, now: "waiting for you to confirm" },
  partial: { pill: "Partly worked", tone: "warn", icon: CircleSlash, now: "partly working" },
  resolved: { pill: "It worked", tone: "ok", icon: CircleCheck, now: "recorded as working" },
  failed: { pill: "Did not work", tone: "danger", icon: CircleX, now: "recorded as not working" },
  dismissed: { pill: "Dismissed", tone: "plain", icon: CircleSlash, now: "dismissed" },
};

/** The pill of the fix's mode; a proposal names what the copilot read. */
export function pillText(fix: Fix, mode: FixMode): string {
  const proposal = fix.ai_outcome_proposal;
  return mode === "confirming" && proposal
    ? `Read as “${READ[proposal.outcome]}”`
    : MODES[mode].pill;
}

/** The announcement of a new mode. */
export function modeNews(fix: Fix, mode: FixMode): string {
  const proposal = fix.ai_outcome_proposal;
  if (mode !== "confirming" || !proposal) return `Fix is now ${MODES[mode].now}.`;
  return `Copilot read the message as “${READ[proposal.outcome]}”. Confirm or say not yet.`;
}

const READ = {
  applied_success: "it worked",
  applied_failed: "it did not work",
  applied_partial: "it worked partly",
};

/** The toast for an outcome that was just recorded. */
export function recordedText(fix: Fix): string {
  return `Recorded: ${RECORDED[fix.status] ?? "proposed"}`;
}

const RECORDED: Partial<Record<Fix["status"], string>> = {
  applied_success: "it worked",
  applied_failed: "it did not work",
  applied_partial: "it worked partly",
  applied_pending: "awaiting verification",
  dismissed: "dismissed",
};

/** The outcome, shown after the fix's title. */
export function settledFixText(fix: Fix): string {
  if (fix.status === "applied_success") return "worked";
  if (fix.status === "dismissed") return "dismissed";
  return fix.failure_reason ? `did not work: ${fix.failure_reason}` : "did not work";
}

/** The question for an outcome that needs notes. */
export const QUESTIONS: Partial<Record<Outcome, string>> = {
  applied_pending: "Waiting on what?",
  applied_partial: "What still fails?",
};

/** The API's limit. */
export const MAX_NOTES = 4_000;

/** The notes of the fix's current outcome. */
export function notesOf(fix: Fix): string | null {
  if (fix.status === "applied_pending") return fix.pending_reason;
  if (fix.status === "applied_partial") return fix.partial_notes;
  if (fix.status === "applied_failed") return fix.failure_reason;
  return null;
}

/** The step that recorded the fix's current outcome, with author and time. Null if there is none. */
export function outcomeStep(fix: Fix, steps: readonly Step[]): Step | null {
  const takenBack = new Set(steps.map(({ data }) => data.outcome_step_id));
  const isIts = ({ id, data }: Step) =>
    data.kind === "fix_outcome" && data.fix_id === fix.id && !takenBack.has(id);
  return steps.findLast(isIts) ?? null;
}
