/** A state in one or two words. The colour only repeats what the words say. */
import type { ReactNode } from "react";
import { classes } from "~/lib/classes";
import css from "./pill.module.css";

export type Tone = "plain" | "accent" | "ok" | "warn" | "danger" | "info";

interface PillProps {
  tone?: Tone;
  /** Filled, for the one state that a banner is about. */
  solid?: boolean;
  /** 12 px, before the text. */
  icon?: ReactNode;
  children: ReactNode;
}

export function Pill({ tone = "plain", solid, icon, children }: PillProps) {
  return (
    <span className={classes(css.pill, tone !== "plain" && css[tone], solid && css.solid)}>
      {icon}
      {children}
    </span>
  );
}

/** A count; `unit` names what is counted for screen readers. */
export function Count({ value, unit }: { value: number; unit?: string }) {
  return (
    <span className={css.count}>
      {value}
      {unit && <span className="hidden-words"> {unit}</span>}
    </span>
  );
}
