/** One line of fact and one action. */
import type { ReactNode } from "react";
import css from "./states.module.css";

export function EmptyState({ fact, children }: { fact: string; children?: ReactNode }) {
  return (
    <div className={css.state}>
      <p>{fact}</p>
      {children && <div className={css.actions}>{children}</div>}
    </div>
  );
}
