/** The status of an AI session that is not active. */
import type { AiSession } from "~/api/types";
import { Pill, type Tone } from "~/ui/Pill";

const PILLS: Partial<Record<AiSession["status"], { word: string; tone: Tone }>> = {
  escalated: { word: "Escalated", tone: "warn" },
  requesting_escalation: { word: "Escalated", tone: "warn" },
  parked: { word: "Parked", tone: "plain" },
  resolved: { word: "Resolved", tone: "ok" },
  abandoned: { word: "Abandoned", tone: "plain" },
};

export function StatusPill({ status }: { status: AiSession["status"] }) {
  const pill = PILLS[status];
  return pill ? <Pill tone={pill.tone}>{pill.word}</Pill> : null;
}
