/** What changed, said to screen readers: one polite region for the whole app, which the toasts stand in too. */
import type { ReactNode } from "react";
import { createStore, useStore } from "~/lib/store";

/** At most one announcement in this time; when nothing follows, the words are taken away again. */
const PAUSE_MS = 2_000;

const spoken = createStore("");
let waiting: string[] = [];
let pause: ReturnType<typeof setTimeout> | undefined;

/** Says `text` now, or together with others once the pause is over. The same words waiting twice are said once. */
export function announce(text: string): void {
  if (!waiting.includes(text)) waiting.push(text);
  if (pause === undefined) speak();
}

function speak(): void {
  spoken.set(waiting.join(" "));
  pause = waiting.length > 0 ? setTimeout(speak, PAUSE_MS) : undefined;
  waiting = [];
}

/** Not atomic: a new toast is read out alone, without those that stand there already. */
export function Announcer({ children }: { children: ReactNode }) {
  return (
    <div role="status" aria-atomic="false">
      <span className="hidden-words">{useStore(spoken)}</span>
      {children}
    </div>
  );
}
