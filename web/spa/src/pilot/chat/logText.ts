/** The text of a log line: first the person or thing, then what happened. */
import {
  Circle,
  CircleArrowUp,
  CircleCheck,
  CircleMinus,
  CirclePause,
  CircleSlash,
  CircleX,
  Hourglass,
  type LucideIcon,
  Play,
  RotateCcw,
  SquareTerminal,
  Undo2,
  UserCheck,
} from "lucide-react";
import type { Fix, Step } from "~/api/types";
import { firstName } from "~/lib/text";

export type Tone = "ok" | "warn" | "danger" | "info" | "accent" | "muted";

/** Parts of a text; strong ones stand out. */
export type Words = (string | { strong: string })[];

export interface LogLine {
  icon: LucideIcon;
  tone: Tone;
  words: Words;
}

type Outcome = Fix["status"];

const OUTCOMES: Record<Outcome, { icon: LucideIcon; tone: Tone; verb: string }> = {
  proposed: { icon: Circle, tone: "muted", verb: "was proposed" },
  applied_success: { icon: CircleCheck, tone: "ok", verb: "worked" },
  applied_failed: { icon: CircleX, tone: "danger", verb: "did not work" },
  applied_partial: { icon: CircleMinus, tone: "warn", verb: "partly worked" },
  applied_pending: { icon: Hourglass, tone: "info", verb: "waits to be verified" },
  dismissed: { icon: CircleSlash, tone: "muted", verb: "dismissed" },
};

/** By `data.kind`: the icon, the noun for a summary, and the verb of a sentence that names the person. */
const KINDS: Record<string, { icon: LucideIcon; tone: Tone; noun: string; verb?: string }> = {
  fix_applied: { icon: Play, tone: "muted", noun: "fix applied" },
  fix_outcome: { icon: Circle, tone: "muted", noun: "outcome" },
  fix_outcome_taken_back: { icon: Undo2, tone: "muted", noun: "outcome taken back" },
  fix_drafted: { icon: SquareTerminal, tone: "muted", noun: "script drafted", verb: "drafted" },
  fix_decision: {
    icon: SquareTerminal,
    tone: "muted",
    noun: "script decision",
    verb: "chose",
  },
  lane_action: { icon: CircleCheck, tone: "ok", noun: "action done" },
  escalated: { icon: CircleArrowUp, tone: "warn", noun: "escalation", verb: "escalated" },
  claimed: { icon: UserCheck, tone: "accent", noun: "pickup", verb: "picked this up" },
  withdrawn: { icon: Undo2, tone: "muted", noun: "withdrawal", verb: "withdrew" },
  parked: { icon: CirclePause, tone: "info", noun: "pause", verb: "parked" },
  resumed: { icon: Play, tone: "muted", noun: "restart", verb: "resumed" },
  resolved: { icon: CircleCheck, tone: "ok", noun: "resolution", verb: "resolved" },
  abandoned: { icon: CircleSlash, tone: "muted", noun: "end", verb: "abandoned" },
  reopened: { icon: RotateCcw, tone: "muted", noun: "reopening", verb: "reopened" },
};

export function kindOf(step: Step): string {
  return typeof step.data.kind === "string" ? step.data.kind : "";
}

export function logLine(step: Step, userId: string): LogLine {
  const kind = kindOf(step);
  const known = KINDS[kind] ?? { icon: Circle, tone: "muted" as const, noun: "step" };
  if (kind === "fix_outcome") return outcomeLine(step, userId);
  const words = step.kind === "action" ? actionText(step, userId) : systemText(step, userId);
  return { icon: known.icon, tone: known.tone, words };
}

/** Counts the steps of each kind, as in "2 fixes applied". */
export function summary(steps: Step[]): string {
  const nouns = steps.map((step) => KINDS[kindOf(step)]?.noun ?? "step");
  const counts = [...new Set(nouns)].map((noun) => [noun, nouns.filter((n) => n === noun).length]);
  return counts.map(([noun, n]) => `${n} ${n === 1 ? noun : plural(String(noun))}`).join(", ");
}

function plural(noun: string): string {
  const [first = "", ...rest] = noun.split(" ");
  return [first.endsWith("x") ? `${first}es` : `${first}s`, ...rest].join(" ");
}

function outcomeLine(step: Step, userId: string): LogLine {
  const { icon, tone, verb } = OUTCOMES[step.data.status as Outcome] ?? OUTCOMES.proposed;
  const { notes, status } = step.data;
  const who = nameIn(step, userId, "you");
  const by = status === "dismissed" ? ` by ${who}` : notes ? "" : `, recorded by ${who}`;
  const why = typeof notes === "string" && notes ? `: ${notes}` : "";
  return { icon, tone, words: [{ strong: titleIn(step) }, ` ${verb}${by}${why}`] };
}

function actionText(step: Step, userId: string): Words {
  const who = { strong: nameIn(step, userId, "You") };
  const title = { strong: titleIn(step) };
  switch (kindOf(step)) {
    case "fix_applied":
      return [who, " applied ", title];
    case "fix_outcome_taken_back": {
      const verb = OUTCOMES[step.data.status as Outcome] ? quoted(step.content) : "";
      return [who, ` took back ${verb || "the outcome"} of `, title];
    }
    case "lane_action": {
      const { action, notes } = step.data;
      return [who, " did ", { strong: String(action) }, notes ? `: ${notes}` : ""];
    }
    default:
      return [who, ` ${step.content}`];
  }
}

function quoted(content: string): string {
  return /“[^”]*”/.exec(content)?.[0] ?? "";
}

/** In "Applied: Clear the cache" the fix's title follows the first colon. */
function titleIn({ content }: Step): string {
  return content.slice(content.indexOf(": ") + 1).trim();
}

function nameIn(step: Step, userId: string, you: string): string {
  return step.author?.id === userId ? you : firstName(step.author?.name ?? "Somebody");
}

/** A system sentence begins with the name ("Sam Keller escalated …") or has it after "by" ("Resolved by Sam Keller: …"). */
function systemText(step: Step, userId: string): Words {
  const { content, data } = step;
  const verb = KINDS[kindOf(step)]?.verb;
  const who = (name: string) => ({ strong: data.by === userId ? "You" : firstName(name) });
  const at = verb ? content.indexOf(` ${verb}`) : -1;
  if (at > 0) return [who(content.slice(0, at)), content.slice(at)];
  const behind = /^\w+ by ([^:]+)(:[\s\S]*)?$/.exec(content);
  if (!verb || !behind?.[1]) return [content];
  return [who(behind[1]), ` ${verb} this${behind[2] ?? ""}`];
}
