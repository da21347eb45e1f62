/** Follows a media query, for layouts whose elements differ and not only their styles. */
import { useCallback, useSyncExternalStore } from "react";

/** Below: the sidebar is a drawer. */
export const PHONE = "(max-width: 720px)";
/** From here on: the details stand as a third column. */
export const WIDE = "(min-width: 1200px)";

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

export function prefersReducedMotion(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
