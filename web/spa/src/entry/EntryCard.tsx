/** The card on the screens outside the app. */
import type { ReactNode } from "react";
import { LogoTile } from "~/ui/Logo";
import { Main } from "~/ui/Main";
import { ScreenTitle } from "~/ui/ScreenTitle";
import css from "./entry.module.css";

interface EntryCardProps {
  title: string;
  children: ReactNode;
  /** Links to the other entry screens. */
  other?: ReactNode;
}

export function EntryCard({ title, children, other }: EntryCardProps) {
  return (
    <Main className={css.page}>
      <LogoLines />
      <div className={css.column}>
        <p className={css.brand}>
          <LogoTile big />
          FlowPilot
        </p>
        <div className={css.card}>
          <ScreenTitle className={css.title}>{title}</ScreenTitle>
          {children}
        </div>
        {other && <p className={css.other}>{other}</p>}
      </div>
    </Main>
  );
}

/** The logo's lines, drawn large behind the card. */
function LogoLines() {
  return (
    <svg
      className={css.routes}
      viewBox="0 0 1440 900"
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
    >
      <path d="M120 900V560a120 120 0 0 1 120-120h180M120 700h220" />
      <path d="M1200 900V420a120 120 0 0 1 120-120h120M1200 620h140" />
      <path d="M980 0v120a100 100 0 0 0 100 100h360" />
      <circle cx="436" cy="440" r="10" />
      <circle cx="980" cy="60" r="10" />
    </svg>
  );
}
