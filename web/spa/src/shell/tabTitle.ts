/** The browser tab's title: the screen's name, or in a hidden tab the number of new escalations. */
import { prefersReducedMotion } from "~/lib/useMedia";

const APP = "FlowPilot";
const ALTERNATE_MS = 1_000;

let screen = "";
let waiting = 0;
let timer: ReturnType<typeof setInterval> | undefined;

export function setTabTitle(name: string): void {
  screen = name;
  if (waiting === 0) showScreen();
}

function showScreen(): void {
  document.title = screen ? `${screen} · ${APP}` : APP;
}

/** Reports another escalation while the tab is hidden. */
export function alertInTitle(): void {
  waiting += 1;
  clearInterval(timer);
  document.title = alertText();
  // With reduced motion the title is set once and stays.
  if (prefersReducedMotion()) return;
  let isNews = true;
  timer = setInterval(() => {
    isNews = !isNews;
    document.title = isNews ? alertText() : APP;
  }, ALTERNATE_MS);
}

function alertText(): string {
  return `(${waiting}) New escalation${waiting === 1 ? "" : "s"}`;
}

export function endTitleAlert(): void {
  if (waiting === 0) return;
  waiting = 0;
  clearInterval(timer);
  showScreen();
}
