/** The browser tab's title: the screen's name, or in a hidden tab the number of new escalations. */
import { prefersReducedMotion } from "~/lib/useMedia";

const APP = "FlowPilot";
const ALTERNATE_MS = 1_000;

let screen = "";
/** The new escalations that still wait, by the id of their handoff. */
const waiting = new Set<string>();
let timer: ReturnType<typeof setInterval> | undefined;

export function setTabTitle(name: string): void {
  screen = name;
  if (waiting.size === 0) showScreen();
}

function showScreen(): void {
  document.title = screen ? `${screen} · ${APP}` : APP;
}

/** Reports another escalation while the tab is hidden. */
export function alertInTitle(handoffId: string): void {
  waiting.add(handoffId);
  alternate();
}

/** An escalation that was settled meanwhile is no news any more. */
export function settleTitleAlert(handoffId: string): void {
  if (!waiting.delete(handoffId)) return;
  if (waiting.size > 0) alternate();
  else showScreenAgain();
}

function alternate(): void {
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
  return `(${waiting.size}) New escalation${waiting.size === 1 ? "" : "s"}`;
}

export function endTitleAlert(): void {
  if (waiting.size === 0) return;
  waiting.clear();
  showScreenAgain();
}

function showScreenAgain(): void {
  clearInterval(timer);
  showScreen();
}
