/** Dialogs, drawers, menus and panels handle their own keys. Esc closes only the top one and discards nothing. */
import { useEffect } from "react";

/** After a layer has closed, Esc is ignored for this time, because it was meant for the layer. */
const QUIET_MS = 500;
/** Elements that make everything behind them unreachable. */
const LAYERS = '[role="dialog"], [role="alertdialog"], [role="menu"]';

let closedAt = Number.NEGATIVE_INFINITY;

export function isLayerOpen(): boolean {
  return document.querySelector(LAYERS) !== null;
}

/** Call this when something that Esc closes has closed, for whatever reason. */
export function noteLayerClosed(): void {
  closedAt = performance.now();
}

/** For a component that is mounted while its layer is open. */
export function useNotedLayer(): void {
  useEffect(() => noteLayerClosed, []);
}

/** Runs before all other listeners. Swallows an Esc that is held down or was meant for a layer that has just closed. */
function guard(event: KeyboardEvent): void {
  if (event.key !== "Escape" || event.isComposing) return;
  if (event.repeat || event.timeStamp - closedAt < QUIET_MS) {
    event.preventDefault();
    event.stopImmediatePropagation();
  } else if (isLayerOpen()) {
    closedAt = event.timeStamp;
  }
}

window.addEventListener("keydown", guard, { capture: true });
