/** A drawing, one line of fact, a hint, and one action. */
import type { ReactNode } from "react";
import css from "./states.module.css";

interface EmptyStateProps {
  fact: string;
  /** What will appear here, or how. */
  hint?: string;
  children?: ReactNode;
}

export function EmptyState({ fact, hint, children }: EmptyStateProps) {
  return (
    <div className={css.empty}>
      <svg className={css.art} viewBox="0 0 72 56" aria-hidden="true">
        <path d="M16 48V20a10 10 0 0 1 10-10h24M16 30h18" />
        <circle cx="56" cy="10" r="4" />
      </svg>
      <p className={css.what}>{fact}</p>
      {hint && <p className={css.why}>{hint}</p>}
      {children && <div className={css.actions}>{children}</div>}
    </div>
  );
}
