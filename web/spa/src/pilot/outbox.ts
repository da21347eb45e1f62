/**
 * Messages on their way. Each stands in the chat at once and leaves only when the server has it, so nothing typed is lost: not by a failed
 * request, not by a reload of the tab.
 */
import { createStore } from "~/lib/store";

export interface Pending {
  /** The idempotency key: a retry can never send the message twice. */
  key: string;
  userId: string;
  /** The AI session, or NEW for the message that opens one. */
  sessionId: string;
  content: string;
  state: "sending" | "failed";
  /** Why it failed, in words. */
  reason: string | null;
  at: string;
  /** Index of the last step on the screen when it was sent. */
  afterIndex: number;
}

const STORAGE_KEY = "fp:outbox";
const INTERRUPTED = "Not confirmed: the page was reloaded while sending. Retry is safe.";

export const outbox = createStore<Pending[]>(restore());
outbox.subscribe(() => keep(outbox.get()));

/** Per tab: another tab's messages on their way are not this one's to retry. */
function restore(): Pending[] {
  try {
    const kept = JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? "[]") as Pending[];
    return kept.map((item) =>
      item.state === "sending" ? { ...item, state: "failed", reason: INTERRUPTED } : item,
    );
  } catch {
    return [];
  }
}

function keep(items: Pending[]): void {
  try {
    sessionStorage.setItem(STORAGE_KEY, JSON.stringify(items));
  } catch {
    // They still stand on the screen; only a reload would lose them.
  }
}

export function put(item: Pending): void {
  outbox.set((now) => [...now.filter((other) => other.key !== item.key), item]);
}

export function take(key: string): void {
  outbox.set((now) => now.filter((item) => item.key !== key));
}

/** `nextKey` is what a retry sends: another one if the API said no, the same one if that is not known. */
export function fail(key: string, reason: string, nextKey: string): void {
  outbox.set((now) =>
    now.map((item) =>
      item.key === key ? { ...item, key: nextKey, state: "failed", reason } : item,
    ),
  );
}

/** Asks before the tab closes over unsent text. */
export function guardUnsent(): () => void {
  const ask = (event: BeforeUnloadEvent) => {
    if (outbox.get().length > 0) event.preventDefault();
  };
  window.addEventListener("beforeunload", ask);
  return () => window.removeEventListener("beforeunload", ask);
}
