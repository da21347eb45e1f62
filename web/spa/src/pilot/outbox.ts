/**
 * Messages that are being sent. Each shows in the chat at once and leaves this list only when the server has it, so that neither a failed
 * request nor a reload of the tab loses text.
 */
import { isReloading } from "~/api/pageUser";
import type { Attachment, Step } from "~/api/types";
import type { IdempotencyKey } from "~/lib/idempotencyKeys";
import { createStore } from "~/lib/store";
import { attachmentsOf } from "./steps";

export interface Pending {
  /** The idempotency key; it makes a retry safe. */
  key: string;
  /** An earlier try may have arrived, so the key is kept; see `idempotencyKeys.ts`. */
  isOpen: boolean;
  userId: string;
  /** The AI session, or NEW for the message that opens one. */
  sessionId: string;
  content: string;
  attachments?: Attachment[];
  state: "sending" | "failed";
  /** Why it failed, as a message. */
  reason: string | null;
  at: string;
  /** Index of the last step on the screen when it was sent. */
  afterIndex: number;
}

const STORAGE_KEY = "fp:outbox";
const INTERRUPTED = "Not confirmed: the page was reloaded while sending. Retry is safe.";

export const outbox = createStore<Pending[]>(restore());
outbox.subscribe(() => keep(outbox.get()));

/** Stored per tab, because only the tab that sent a message may retry it. */
function restore(): Pending[] {
  try {
    const kept = JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? "[]") as Pending[];
    return kept.map((item) =>
      item.state === "sending"
        ? { ...item, state: "failed", reason: INTERRUPTED, isOpen: true }
        : item,
    );
  } catch {
    return [];
  }
}

function keep(items: Pending[]): void {
  try {
    sessionStorage.setItem(STORAGE_KEY, JSON.stringify(items));
  } catch {
    // The messages are still on the screen; only a reload would lose them.
  }
}

export function put(item: Pending): void {
  outbox.set((now) => [...now.filter((other) => other.key !== item.key), item]);
}

/** Removes a message that arrived or returns to the composer. The step that matches it cannot match another message. */
export function take(key: string, arrivedAs?: Step): void {
  outbox.set((now) => {
    const taken = now.find((item) => item.key === key);
    const left = now.filter((item) => item.key !== key);
    return left.map((item) =>
      item.sessionId === taken?.sessionId ? after(item, arrivedAs) : item,
    );
  });
}

function after(item: Pending, step: Step | undefined): Pending {
  return step && step.index > item.afterIndex ? { ...item, afterIndex: step.index } : item;
}

/** `next` is the key for a retry: a new one if the API refused, the same one if the outcome is unknown. */
export function fail(key: string, reason: string, next: IdempotencyKey): void {
  outbox.set((now) =>
    now.map((item) => (item.key === key ? { ...item, ...next, state: "failed", reason } : item)),
  );
}

/**
 * Matches messages with their steps, by key. A message's step may arrive on the stream before the answer to its request, or without that
 * answer. Two messages with the same text need two steps; a refused message has none.
 */
export function arrivals(items: Pending[], steps: Step[]): ReadonlyMap<string, Step> {
  const arrived = new Map<string, Step>();
  const taken = new Set<Step>();
  for (const item of items) {
    if (item.state === "failed" && !item.isOpen) continue;
    const its = steps.find((step) => !taken.has(step) && isStepOf(item, step));
    if (!its) continue;
    taken.add(its);
    arrived.set(item.key, its);
  }
  return arrived;
}

function isStepOf(item: Pending, step: Step): boolean {
  const isSame = step.content === item.content && hasSameFiles(item, step);
  const isTheirs = step.author?.id === item.userId && isSame;
  return isTheirs && step.index > item.afterIndex;
}

function hasSameFiles({ attachments = [] }: Pending, step: Step): boolean {
  const names = (files: Attachment[]) => files.map((file) => file.id).join();
  return names(attachments) === names(attachmentsOf(step));
}

/**
 * Asks before the tab closes while this user's text is unsent. It does not ask when the page reloads for another user, because the text is
 * stored.
 */
export function guardUnsent(userId: string): () => void {
  const ask = (event: BeforeUnloadEvent) => {
    const isUnsent = outbox.get().some((item) => item.userId === userId);
    if (isUnsent && !isReloading.get()) event.preventDefault();
  };
  window.addEventListener("beforeunload", ask);
  return () => window.removeEventListener("beforeunload", ask);
}
