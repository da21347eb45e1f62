/** A ticket's priority, short enough for a tile: "P1" for "Priority 1 - Critical". The ticket system's own name is its tip. */
import { classes } from "~/lib/classes";
import css from "./pill.module.css";

const LOOKS: Record<string, string | undefined> = { P1: css.p1, P2: css.p2, P3: css.p3 };

export function Priority({ value }: { value: string }) {
  const short = shortPriority(value);
  return (
    <span className={classes(css.priority, LOOKS[short])} title={value}>
      <span aria-hidden="true">{short}</span>
      <span className="hidden-words">{value}</span>
    </span>
  );
}

const NUMBERED = /^p(?:rio(?:rity)?)?\W*(\d)\b|^(\d)\b/i;
/** Names without a number, as ticket systems have them when nobody changed them. */
const RANKS: [RegExp, string][] = [
  [/critical|emergency|urgent/i, "P1"],
  [/high/i, "P2"],
  [/medium|normal/i, "P3"],
  [/low/i, "P4"],
];

/** "P1" to "P9", or the name's first letters if it has no rank that is known. */
export function shortPriority(name: string): string {
  const number = NUMBERED.exec(name.trim());
  if (number) return `P${number[1] ?? number[2]}`;
  const known = RANKS.find(([words]) => words.test(name));
  return known ? known[1] : name.trim().slice(0, 2);
}
