/** Follows a media query, for layouts whose elements differ and not only their styles. */
import { useCallback, useSyncExternalStore } from "react";

/** Below this width the sidebar is a drawer. */
export const PHONE = "(max-width: 720px)";
/** From this width on, the details are a third column. */
export const WIDE = "(min-width: 1280px)";
/** Touch input: an on-screen keyboard opens with the focus, and Return has no Shift. */
export const TOUCH = "(hover: none) and (pointer: coarse)";

export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = window.matchMedia(query);
      list.addEventListener("change", listener);
      return () => list.removeEventListener("change", listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
}

export function isTouch(): boolean {
  return window.matchMedia(TOUCH).matches;
}

export function prefersReducedMotion(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
