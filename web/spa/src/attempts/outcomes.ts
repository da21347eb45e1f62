/** How each outcome of an attempt reads and looks, and whether the attempt's result was shown or only stated. */
import {
  Circle,
  CircleCheck,
  CircleDot,
  CircleSlash,
  CircleX,
  Clock,
  Hourglass,
  type LucideIcon,
} from "lucide-react";
import type { SnapshotAttempt } from "~/api/types";

export type Tone = "ok" | "warn" | "danger" | "info" | "quiet";

export interface OutcomeLook {
  words: string;
  icon: LucideIcon;
  tone: Tone;
}

const OUTCOMES: Record<string, OutcomeLook> = {
  worked: { words: "Worked", icon: CircleCheck, tone: "ok" },
  did_not_work: { words: "Did not work", icon: CircleX, tone: "danger" },
  partly: { words: "Partly worked", icon: CircleDot, tone: "warn" },
  verifying: { words: "Being verified", icon: Clock, tone: "info" },
  pending: { words: "Waiting to verify", icon: Hourglass, tone: "info" },
  dismissed: { words: "Dismissed", icon: CircleSlash, tone: "quiet" },
  done: { words: "Done", icon: CircleCheck, tone: "quiet" },
};
const RECORDED: OutcomeLook = { words: "Recorded", icon: Circle, tone: "quiet" };

/** Outcomes that state no result, so nobody has "said so". */
const WITHOUT_RESULT = new Set(["verifying", "pending", "dismissed"]);

export function lookOf({ outcome }: SnapshotAttempt): OutcomeLook {
  return (outcome && OUTCOMES[outcome]) || RECORDED;
}

/** An earlier release stored handoffs without evidence: they prove neither that output was shown nor that it was not. */
export function isOnlySaid({ outcome, evidence }: SnapshotAttempt): boolean {
  return evidence?.length === 0 && !WITHOUT_RESULT.has(outcome ?? "");
}
