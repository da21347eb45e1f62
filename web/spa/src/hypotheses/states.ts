/** What the states of a hypothesis look like, and the sentence about a refuted one. */
import { CircleCheck, CircleDashed, CircleDot, CircleX, type LucideIcon } from "lucide-react";
import type { HypothesisState, NewEvidence } from "~/api/hypotheses";
import type { Hypothesis } from "~/api/types";
import type { Tone } from "~/ui/Pill";

interface Look {
  words: string;
  icon: LucideIcon;
  tone: Tone;
}

export const LOOKS: Record<HypothesisState, Look> = {
  supported: { words: "Supported", icon: CircleCheck, tone: "ok" },
  investigating: { words: "Investigating", icon: CircleDot, tone: "info" },
  proposed: { words: "Proposed", icon: CircleDashed, tone: "plain" },
  refuted: { words: "Refuted", icon: CircleX, tone: "danger" },
};

/** The most likely first. */
export const STATES = Object.keys(LOOKS) as HypothesisState[];

/** What it rests on in a few words: "by attempt 2, message 4". */
export function basisOf({ state, evidence }: Hypothesis): string {
  const weighs = state === "refuted" ? "against" : "for";
  const labels = evidence.filter((piece) => piece.weighs === weighs).map(({ label }) => label);
  return labels.length ? `by ${labels.join(", ")}` : "";
}

/** The evidence as it is sent, with one more piece; the same piece with a new weight replaces the old one. */
export function withMore({ evidence }: Hypothesis, more: NewEvidence): NewEvidence[] {
  const others = evidence.filter(({ kind, id }) => kind !== more.kind || id !== more.id);
  return [...others.map(sent), more];
}

function sent({ kind, id, weighs, note }: NewEvidence): NewEvidence {
  return { kind, id, weighs, note };
}
