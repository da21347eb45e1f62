/** Turns a session's steps into the entries of the chat: messages, groups of log lines, and day lines. */
import type { Step } from "~/api/types";
import { dayOf } from "~/lib/today";
import { replyIdOf } from "../steps";

export type Entry =
  | { kind: "day"; key: string; at: string }
  | { kind: "log"; key: string; steps: Step[] }
  | { kind: "message" | "answer"; key: string; step: Step };

/** `today` is in the format of `dayOf`. A transcript that begins today needs no day line. */
export function entriesOf(steps: Step[], today: string): Entry[] {
  const entries: Entry[] = [];
  let day = today;
  for (const step of steps) {
    const itsDay = dayOf(step.created_at);
    if (itsDay !== day) entries.push({ kind: "day", key: `day ${itsDay}`, at: step.created_at });
    day = itsDay;
    add(entries, step);
  }
  return entries;
}

/** The new entries, but the old objects where nothing changed, so that only the rows of new entries render. */
export function reusing(before: readonly Entry[], entries: Entry[]): Entry[] {
  const known = new Map(before.map((entry) => [entry.key, entry]));
  return entries.map((entry) => {
    const old = known.get(entry.key);
    return old && isSame(old, entry) ? old : entry;
  });
}

function isSame(one: Entry, other: Entry): boolean {
  if (one.kind === "log" && other.kind === "log") {
    const { steps } = other;
    return one.steps.length === steps.length && one.steps.every((step, at) => step === steps[at]);
  }
  if ("step" in one && "step" in other) return one.kind === other.kind && one.step === other.step;
  return one.kind === "day" && other.kind === "day" && one.at === other.at;
}

function add(entries: Entry[], step: Step): void {
  const last = entries.at(-1);
  if (!isLogged(step)) {
    // A saved answer keeps the running answer's key, so React reuses its elements.
    const key = replyIdOf(step) ?? step.id;
    entries.push({ kind: step.kind === "assistant_message" ? "answer" : "message", key, step });
  } else if (last?.kind === "log") last.steps.push(step);
  else entries.push({ kind: "log", key: `log ${step.id}`, steps: [step] });
}

function isLogged(step: Step): boolean {
  return step.kind === "system" || step.kind === "action";
}
