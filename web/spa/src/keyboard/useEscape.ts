/** Esc with no layer open. Layers close themselves first; one press never does two things. */
import { useEffect, useEffectEvent } from "react";
import { isLayerOpen } from "./useKeys";

export function useEscape(act: () => void, isActive: boolean): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const isOurs = event.key === "Escape" && !event.defaultPrevented && !event.isComposing;
    if (isOurs && !isLayerOpen()) act();
  });
  useEffect(() => {
    if (!isActive) return;
    const listener = (event: KeyboardEvent) => press(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, [isActive]);
}
