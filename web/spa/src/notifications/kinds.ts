/** The icon of a notification: what it is about, or what became of it. Its words are its title and note. */
import {
  BellRing,
  CircleArrowUp,
  CircleCheck,
  Coins,
  CreditCard,
  FileWarning,
  Hourglass,
  type LucideIcon,
  MessageSquareOff,
  RotateCcw,
  Undo2,
  Unplug,
  UserCheck,
} from "lucide-react";
import type { Notification } from "~/api/types";

export type Tone = "warn" | "danger" | "ok" | "info" | "muted";

interface Look {
  icon: LucideIcon;
  tone: Tone;
}

const KINDS: Record<Notification["kind"], Look> = {
  escalation: { icon: CircleArrowUp, tone: "warn" },
  escalation_waiting: { icon: Hourglass, tone: "danger" },
  session_resolved: { icon: CircleCheck, tone: "ok" },
  fix_reminder: { icon: BellRing, tone: "info" },
  psa_push_failed: { icon: FileWarning, tone: "danger" },
  psa_connection_failing: { icon: Unplug, tone: "danger" },
  channel_switched_off: { icon: MessageSquareOff, tone: "danger" },
  ai_budget_80: { icon: Coins, tone: "warn" },
  ai_budget_reached: { icon: Coins, tone: "danger" },
  subscription_changed: { icon: CreditCard, tone: "info" },
};

/** An escalation that is settled no longer waits, so it no longer looks as if it did. */
const SETTLED: Record<NonNullable<Notification["outcome"]>["kind"], Look> = {
  claimed: { icon: UserCheck, tone: "muted" },
  withdrawn: { icon: Undo2, tone: "muted" },
  resolved: { icon: CircleCheck, tone: "ok" },
  abandoned: { icon: Undo2, tone: "muted" },
  reopened: { icon: RotateCcw, tone: "info" },
};

export function lookOf({ kind, outcome }: Notification): Look {
  return (outcome && SETTLED[outcome.kind]) ?? KINDS[kind] ?? { icon: BellRing, tone: "muted" };
}
