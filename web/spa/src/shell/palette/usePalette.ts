/** Whether the palette or the shortcuts help is open. Ctrl K and Ctrl / work everywhere, also while the user types. */
import { useEffect } from "react";
import { useKeys } from "~/keyboard/useKeys";
import { createStore, useStore } from "~/lib/store";

export type Overlay = "palette" | "shortcuts";

const open = createStore<Overlay | null>(null);

export function openOverlay(overlay: Overlay): void {
  open.set(overlay);
}

export function closeOverlay(): void {
  open.set(null);
}

export function useOverlay(): Overlay | null {
  return useStore(open);
}

const KEYS: Record<string, Overlay> = { k: "palette", "/": "shortcuts" };

export function useOverlayKeys(): void {
  useKeys({ "?": () => openOverlay("shortcuts") });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      const overlay = KEYS[event.key.toLowerCase()];
      if (!overlay || isOtherLayerOpen()) return;
      event.preventDefault();
      open.set((now) => (now === overlay ? null : overlay));
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}

/** A dialog with typed text must not disappear behind another layer. */
function isOtherLayerOpen(): boolean {
  const layer = document.querySelector('[role="dialog"][aria-modal="true"], [role="alertdialog"]');
  return layer !== null && open.get() === null;
}
