/**
 * What is typed on while a new session is being made belongs to that session. It moves in the very moment in which the composer turns from
 * the new session to that one: any earlier, and the letters typed in between would stay behind.
 */
import { useLayoutEffect, useRef } from "react";
import { useLocation } from "react-router";
import { KEEP_FOCUS } from "~/ui/ScreenTitle";
import { moveDraft, NEW } from "./drafts";

/** Navigation state of who comes from the empty chat by sending its first message. */
export const JUST_OPENED = { ...KEEP_FOCUS, opened: true };

export function useOpenedDraft(userId: string, sessionId: string): void {
  const { state } = useLocation();
  const before = useRef(sessionId);
  useLayoutEffect(() => {
    const isOpened = before.current === NEW && sessionId !== NEW && state?.opened === true;
    before.current = sessionId;
    if (isOpened) moveDraft(userId, NEW, sessionId);
  }, [userId, sessionId, state]);
}
