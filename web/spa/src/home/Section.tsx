/** One section of Home: a heading with a count, and a list. */
import { type ReactNode, useId } from "react";
import kit from "~/ui/kit.module.css";
import { Count } from "~/ui/Pill";

interface SectionProps {
  title: string;
  count?: number | undefined;
  /** Placed at the end of the title line. */
  end?: ReactNode;
  children: ReactNode;
}

export function Section({ title, count, end, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <div className={kit.sectionHead}>
        <h2 id={id}>{title}</h2>
        {count ? <Count value={count} /> : null}
        <span className={kit.end}>{end}</span>
      </div>
      {children}
    </section>
  );
}
