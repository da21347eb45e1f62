/** Short messages in the corner. What the user must act on belongs in the page, not here. */
import { createStore } from "~/lib/store";

export interface Toast {
  id: number;
  text: string;
  /** A time shown after the text as an age that stays current: "4 min ago". RFC 3339. */
  at?: string;
  /** What the message is about, shown at its end. */
  about?: string;
  /** Errors, and toasts with an action, stay until dismissed. */
  tone: "plain" | "error";
  action?: { label: string; run: () => void };
  /** The id of the handoff, fix or session that the toast is about. An item has one toast, and none once it is settled. */
  itemKey?: string;
  /** The toast disappears after this time even while hovered or focused. For an offer that expires on the server, such as an undo. */
  lifetimeMs?: number;
}

type ToastOptions = Omit<Toast, "id" | "text" | "tone"> & { tone?: Toast["tone"] };

export const MAX_SHOWN = 3;
/** Toasts that stay but have no room wait behind the newer ones; the oldest beyond this number are dropped. */
const MAX_KEPT = 12;

let nextId = 1;

export const toasts = createStore<Toast[]>([]);

export function showToast(text: string, options: ToastOptions = {}): void {
  const toast: Toast = { tone: "plain", ...options, id: nextId++, text };
  toasts.set((now) => withRoom([...now.filter((other) => !isReplacedBy(other, toast)), toast]));
  if (toast.lifetimeMs !== undefined) setTimeout(() => dismissToast(toast.id), toast.lifetimeMs);
}

export function dismissToast(id: number): void {
  toasts.set((now) => (now.some((toast) => toast.id === id) ? now.filter(isNot(id)) : now));
}

/** The item was claimed, decided or is too old to undo, so its toast no longer applies. */
export function settleToasts(itemKey: string): void {
  toasts.set((now) => {
    const left = now.filter((toast) => toast.itemKey !== itemKey);
    return left.length === now.length ? now : left;
  });
}

export function staysUntilDismissed(toast: Toast): boolean {
  return toast.tone === "error" || toast.action !== undefined;
}

/** The newest toasts. One that stays until dismissed reappears when there is room again. */
export function shownOf(all: Toast[]): Toast[] {
  return all.slice(-MAX_SHOWN);
}

function isNot(id: number): (toast: Toast) => boolean {
  return (toast) => toast.id !== id;
}

/** A toast replaces an earlier one about the same item, or with the same text. */
function isReplacedBy(old: Toast, fresh: Toast): boolean {
  if (fresh.itemKey !== undefined) return old.itemKey === fresh.itemKey;
  return !old.action && old.text === fresh.text && old.about === fresh.about;
}

/** A temporary toast that has no room is dropped. */
function withRoom(all: Toast[]): Toast[] {
  const shown = shownOf(all);
  const waiting = all.slice(0, -MAX_SHOWN).filter(staysUntilDismissed);
  return [...waiting, ...shown].slice(-MAX_KEPT);
}
