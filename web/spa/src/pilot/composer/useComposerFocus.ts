/** Focuses the composer when a chat opens, through a link, a reload, or the session list. */
import { type RefObject, useEffect } from "react";
import { useLocation } from "react-router";
import { isLayerOpen } from "~/keyboard/layers";
import { isTyping } from "~/keyboard/typing";
import { isTouch } from "~/lib/useMedia";
import { KEEP_FOCUS } from "~/ui/ScreenTitle";
import { focusAtEnd } from "./drafts";

/** Navigation state that asks for the focus in the composer. */
export const READY_TO_TYPE = { ...KEEP_FOCUS, composer: true };

export function useComposerFocus(composer: RefObject<HTMLTextAreaElement | null>, id: string) {
  const { key, state } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: each navigation counts, also one to the same address.
  useEffect(() => {
    const isAsked = state?.composer === true;
    if (isAsked || isFree()) focusAtEnd(composer.current);
  }, [key, id]);
}

/** Does not take the focus from another text field, and opens no on-screen keyboard unasked. */
function isFree(): boolean {
  return !isTyping(document.activeElement) && !isLayerOpen() && !isTouch();
}
