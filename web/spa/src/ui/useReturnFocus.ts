/** Gives the focus back to what had it when a layer opened; where that is gone, to the screen's title. */
import { useEffect, useState } from "react";

export function useReturnFocus(): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(() => {
    return () => {
      // After the layer is out of the page: until then it holds the focus, and what lies behind is inert.
      requestAnimationFrame(() => giveBack(opener));
    };
  }, [opener]);
}

function giveBack(opener: Element | null): void {
  if (document.activeElement !== document.body) return;
  const isThere = opener instanceof HTMLElement && opener.isConnected && opener !== document.body;
  const target = isThere ? opener : document.querySelector<HTMLElement>("h1");
  target?.focus();
}
