/** A tooltip that explains a text on hover and focus. */
import type { ReactNode } from "react";
import css from "./tip.module.css";

export function Tip({ text, children }: { text: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the tip must be reachable without a pointer.
    <span className={css.tip} data-tip={text} tabIndex={0}>
      {children}
      <span className="hidden-words">. {text}</span>
    </span>
  );
}
