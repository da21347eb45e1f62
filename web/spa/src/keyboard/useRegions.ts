/** F6 moves the focus to the next region of the screen, starting with the toasts. */
import { useEffect } from "react";

const REGIONS = '[data-region="messages"], header, nav, [data-region], main, aside';

export function useRegions(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== "F6") return;
      event.preventDefault();
      focusNext(event.shiftKey ? -1 : 1);
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}

function focusNext(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>(REGIONS)].filter(isReachable);
  const messages = regions.find((region) => region.dataset.region === "messages");
  const here = regions.findLastIndex((region) => region.contains(document.activeElement));
  const isOnMessages = messages?.contains(document.activeElement);
  const next = messages && !isOnMessages ? messages : regions.at((here + step) % regions.length);
  if (!next) return;
  next.tabIndex = -1;
  next.focus();
}

function isReachable(region: HTMLElement): boolean {
  return region.getClientRects().length > 0 && !region.closest("[inert]");
}
