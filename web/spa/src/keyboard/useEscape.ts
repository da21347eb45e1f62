/** Handles Esc when no layer is open. Layers close themselves first; one press never does two things. */
import { useEffect, useEffectEvent } from "react";
import { isLayerOpen } from "./layers";

export function useEscape(act: () => void, isActive: boolean): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const isOwnStream = event.key === "Escape" && !event.defaultPrevented && !event.isComposing;
    if (isOwnStream && !isLayerOpen()) act();
  });
  useEffect(() => {
    if (!isActive) return;
    const listener = (event: KeyboardEvent) => press(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, [isActive]);
}
