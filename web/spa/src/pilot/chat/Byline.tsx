/** A message's author, time and tools. */
import type { ReactNode } from "react";
import { DEMO_AI } from "~/lib/text";
import { Pill } from "~/ui/Pill";
import css from "./transcript.module.css";

interface BylineProps {
  author: string;
  /** The time, or the state of a message that is not saved yet. */
  at: ReactNode;
  children?: ReactNode;
}

export function Byline({ author, at, children }: BylineProps) {
  return (
    <header className={css.byline}>
      <h2 className={css.author}>{author}</h2>
      <span className={css.at}>{at}</span>
      {children}
    </header>
  );
}

/** Marks text of the built-in assistant; `label` is its full description. */
export function DemoPill({ label }: { label?: string | undefined }) {
  return (
    <Pill tone="info">
      <span title={label}>{DEMO_AI}</span>
    </Pill>
  );
}
