/** A state in one or two words. The colour repeats what the words say, it never says it alone. */
import type { ReactNode } from "react";
import { classes } from "~/lib/classes";
import css from "./pill.module.css";

export type Tone = "plain" | "ok" | "warn" | "danger" | "info";

export function Pill({ tone = "plain", children }: { tone?: Tone; children: ReactNode }) {
  return <span className={classes(css.pill, tone !== "plain" && css[tone])}>{children}</span>;
}
