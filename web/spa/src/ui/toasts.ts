/** Short messages in the corner. What the user must act on belongs in the page, not here. */
import { createStore } from "~/lib/store";

export interface Toast {
  id: number;
  text: string;
  /** Errors, and toasts with an action, stay until dismissed. */
  tone: "plain" | "error";
  action?: { label: string; run: () => void };
}

const MOST = 3;
let nextId = 1;

export const toasts = createStore<Toast[]>([]);

export function showToast(text: string, more: Partial<Pick<Toast, "tone" | "action">> = {}): void {
  const toast: Toast = { tone: "plain", ...more, id: nextId++, text };
  toasts.set((now) => [...now, toast].slice(-MOST));
}

export function dismissToast(id: number): void {
  toasts.set((now) => now.filter((toast) => toast.id !== id));
}

export function staysUntilDismissed(toast: Toast): boolean {
  return toast.tone === "error" || toast.action !== undefined;
}
