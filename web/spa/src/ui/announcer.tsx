/** Announces changes to screen readers: one polite region for the whole app, which also contains the toasts. */
import type { ReactNode } from "react";
import { createStore, useStore } from "~/lib/store";

/** At most one announcement in this time. If nothing follows, the text is removed. */
const PAUSE_MS = 2_000;

const spoken = createStore("");
let waiting: string[] = [];
let pause: ReturnType<typeof setTimeout> | undefined;

/** Announces `text` now, or together with others after the pause. A repeated text is announced once. */
export function announce(text: string): void {
  if (!waiting.includes(text)) waiting.push(text);
  if (pause === undefined) speak();
}

function speak(): void {
  spoken.set(waiting.join(" "));
  pause = waiting.length > 0 ? setTimeout(speak, PAUSE_MS) : undefined;
  waiting = [];
}

/** Not atomic, so that a new toast is read out without the older ones. */
export function Announcer({ children }: { children: ReactNode }) {
  return (
    <div role="status" aria-atomic="false">
      <span className="hidden-words">{useStore(spoken)}</span>
      {children}
    </div>
  );
}
