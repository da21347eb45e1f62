/** A session's state from the user's point of view: its icon, its word, and its group in the list. */
import {
  ArrowUpCircle,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CirclePause,
  CircleSlash,
  Hourglass,
  type LucideIcon,
  UserCheck,
} from "lucide-react";
import type { AiSession } from "~/api/types";
import { firstName, isWaiting } from "~/lib/text";
import type { Tone } from "~/ui/Pill";

export type Group = "Needs you" | "Working" | "Handed over" | "Done";

export const GROUPS: readonly Group[] = ["Needs you", "Working", "Handed over", "Done"];

export interface SessionState {
  icon: LucideIcon;
  tone: Tone;
  /** Null for an ordinary active session. */
  word: string | null;
  group: Group;
}

const WORKING: SessionState = {
  icon: CircleDashed,
  tone: "plain",
  word: null,
  group: "Working",
};
const ENDED: Partial<Record<AiSession["status"], SessionState>> = {
  resolved: { icon: CircleCheck, tone: "ok", word: "Resolved", group: "Done" },
  abandoned: { icon: CircleSlash, tone: "plain", word: "Abandoned", group: "Done" },
  parked: { icon: CirclePause, tone: "plain", word: "Parked", group: "Working" },
};

export function sessionState(aiSession: AiSession, userId: string): SessionState {
  const ended = ENDED[aiSession.status];
  if (ended) return ended;
  if (isWaiting(aiSession)) {
    return { icon: ArrowUpCircle, tone: "warn", word: "Escalated", group: "Handed over" };
  }
  const { handler } = aiSession;
  if (handler && handler.id !== userId) {
    const word = `With ${firstName(handler.name)}`;
    return { icon: UserCheck, tone: "accent", word, group: "Handed over" };
  }
  return fixState(aiSession) ?? WORKING;
}

/** A fix was tried and its outcome is not recorded yet. */
function fixState({ active_fix: fix }: AiSession): SessionState | null {
  if (fix?.status === "applied_pending") {
    return { icon: Hourglass, tone: "info", word: "Waiting", group: "Needs you" };
  }
  if (fix?.status === "proposed" && fix.applied_at) {
    return { icon: CircleDot, tone: "info", word: "Verifying", group: "Needs you" };
  }
  return null;
}
