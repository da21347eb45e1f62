/** An action can be undone for ten seconds: by the toast's button, or by Ctrl+Z outside text fields. */
import { createStore } from "~/lib/store";
import { settleToasts, showToast, toasts } from "~/ui/toasts";
import { isLayerOpen } from "./layers";
import { isTyping } from "./typing";

const UNDO_MS = 10_000;

interface Offer {
  itemKey: string;
  undo: () => void;
}

/** The newest is last. */
const offers = createStore<Offer[]>([]);

interface UndoOptions {
  /** The item that was changed. An item has only its newest offer. */
  itemKey: string;
  undo: () => void;
  /** The button's label, if "Undo" does not fit. */
  label?: string;
}

export function offerUndo(text: string, { itemKey, undo, label = "Undo" }: UndoOptions): void {
  offers.set((now) => [...now.filter((offer) => offer.itemKey !== itemKey), { itemKey, undo }]);
  const action = { label, run: () => take(itemKey) };
  showToast(text, { itemKey, action, lifetimeMs: UNDO_MS });
}

function take(itemKey: string): void {
  const offer = offers.get().find((each) => each.itemKey === itemKey);
  offers.set((now) => now.filter((each) => each !== offer));
  offer?.undo();
}

/** An offer ends with its toast. */
toasts.subscribe(() => {
  const shown = new Set(toasts.get().map((toast) => toast.itemKey));
  offers.set((now) => (now.every(isShown) ? now : now.filter(isShown)));
  function isShown(offer: Offer): boolean {
    return shown.has(offer.itemKey);
  }
});

window.addEventListener("keydown", (event) => {
  const isUndo = event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey);
  if (!isUndo || event.shiftKey || event.altKey || event.repeat || event.defaultPrevented) return;
  const newest = offers.get().at(-1);
  if (!newest || isTyping(event.target) || isLayerOpen()) return;
  event.preventDefault();
  take(newest.itemKey);
  settleToasts(newest.itemKey);
});
