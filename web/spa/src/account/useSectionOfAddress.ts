/** Shows the section that the address names (`/account#psa`), also while sections above it are still loading. */
import { useEffect } from "react";
import { useLocation } from "react-router";

/** Longer than the parts of the screen take to load. */
const SETTLED_MS = 4_000;
const BY_THE_USER = ["wheel", "pointerdown", "keydown", "touchmove"] as const;

export function useSectionOfAddress(): void {
  const { hash, key } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same link may be followed twice; each time has its own key.
  useEffect(() => {
    const section = document.getElementById(decodeURIComponent(hash.slice(1)));
    if (!section?.parentElement) return;
    const show = () => section.scrollIntoView({ block: "start" });
    show();
    const sizes = new ResizeObserver(show);
    sizes.observe(section.parentElement);
    const stop = () => sizes.disconnect();
    const timer = setTimeout(stop, SETTLED_MS);
    for (const name of BY_THE_USER) window.addEventListener(name, stop, { once: true });
    return () => {
      stop();
      clearTimeout(timer);
      for (const name of BY_THE_USER) window.removeEventListener(name, stop);
    };
  }, [hash, key]);
}
