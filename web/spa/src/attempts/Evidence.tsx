/** A piece of evidence: output on record, folded to one line that says where it is from. */
import { ChevronRight, SquareTerminal } from "lucide-react";
import type { ReactNode } from "react";
import type { Evidence } from "~/api/types";
import { clockTime, useNow } from "~/lib/time";
import { ScrollBox } from "~/ui/ScrollBox";
import css from "./attempts.module.css";

interface ShownProps {
  piece: Evidence;
  link: ReactNode;
}

export function Shown({ piece, link }: ShownProps) {
  const now = useNow();
  const where = piece.machine ? `on ${piece.machine}, ` : "";
  return (
    <details className={css.shown}>
      <summary>
        <ChevronRight size={12} strokeWidth={1.5} className={css.chevron} aria-hidden="true" />
        <SquareTerminal size={12} strokeWidth={1.5} aria-hidden="true" />
        <span>
          <b>Shown</b> {where}
          {clockTime(piece.at, now)}
        </span>
      </summary>
      <ScrollBox label="Output" className={css.output}>
        <pre>{piece.excerpt}</pre>
      </ScrollBox>
      {link}
    </details>
  );
}
