/** Ctrl+S saves, also from within the code. The browser's own dialog never opens here. */
import { useEffect, useEffectEvent } from "react";
import { isLayerOpen } from "~/keyboard/layers";

export function useSaveKey(save: () => void): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const isSave = event.key.toLowerCase() === "s" && (event.ctrlKey || event.metaKey);
    if (!isSave || event.altKey || event.shiftKey) return;
    event.preventDefault();
    if (!event.repeat && !isLayerOpen()) save();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => press(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
}
