/** Going to a chat in order to type: the composer takes the focus, not the screen's title. */
import { type RefObject, useEffect } from "react";
import { useLocation } from "react-router";
import { KEEP_FOCUS } from "~/ui/ScreenTitle";

/** Navigation state of who wants to type at once. */
export const READY_TO_TYPE = { ...KEEP_FOCUS, composer: true };

export function useReadyToType(composer: RefObject<HTMLElement | null>): void {
  const { key, state } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: each navigation counts, also one to the same address.
  useEffect(() => {
    if (state?.composer) composer.current?.focus();
  }, [key, state]);
}
