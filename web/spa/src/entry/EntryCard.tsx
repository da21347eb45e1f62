/** The card that stands before the app. */
import type { ReactNode } from "react";
import { Main } from "~/ui/Main";
import { ScreenTitle } from "~/ui/ScreenTitle";
import css from "./entry.module.css";

interface EntryCardProps {
  title: string;
  children: ReactNode;
  /** The way to the other entry screens. */
  other?: ReactNode;
}

export function EntryCard({ title, children, other }: EntryCardProps) {
  return (
    <Main className={css.page}>
      <div className={css.card}>
        <p className={css.brand}>FlowPilot</p>
        <ScreenTitle className={css.title}>{title}</ScreenTitle>
        {children}
        {other && <p className={css.other}>{other}</p>}
      </div>
    </Main>
  );
}
