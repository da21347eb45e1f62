/** Returns the focus to the element that had it when a layer opened; if that is gone, to the screen's title. */
import { useEffect, useState } from "react";
import { useNotedLayer } from "~/keyboard/layers";

export function useReturnFocus(): void {
  const [opener] = useState(() => document.activeElement);
  useNotedLayer();
  useEffect(() => {
    return () => {
      // Waits until the layer is removed: until then it holds the focus, and everything behind it is inert.
      requestAnimationFrame(() => returnFocus(opener));
    };
  }, [opener]);
}

function returnFocus(opener: Element | null): void {
  if (document.activeElement !== document.body) return;
  const isThere = opener instanceof HTMLElement && opener.isConnected && opener !== document.body;
  const target = isThere ? opener : document.querySelector<HTMLElement>("h1");
  target?.focus();
}
