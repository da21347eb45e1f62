/** A ticket's priority, P1 to P4, if it has one. */
import { classes } from "~/lib/classes";
import css from "./pill.module.css";

const LOOKS: Record<string, string | undefined> = { P1: css.p1, P2: css.p2, P3: css.p3 };

export function Priority({ value }: { value: string }) {
  return <span className={classes(css.priority, LOOKS[value])}>{value}</span>;
}
