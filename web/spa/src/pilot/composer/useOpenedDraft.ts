/**
 * Moves text that was typed while a new session was being created into that session's draft. It does so at the moment when the composer
 * switches to the session; earlier, the letters typed in between would stay behind.
 */
import { useLayoutEffect, useRef } from "react";
import { useLocation } from "react-router";
import { moveTray } from "~/attachments/tray";
import { KEEP_FOCUS } from "~/ui/ScreenTitle";
import { moveDraft, NEW } from "./drafts";

/** Navigation state after the first message of an empty chat was sent. */
export const JUST_OPENED = { ...KEEP_FOCUS, opened: true };

export function useOpenedDraft(userId: string, sessionId: string): void {
  const { state } = useLocation();
  const before = useRef(sessionId);
  useLayoutEffect(() => {
    const isOpened = before.current === NEW && sessionId !== NEW && state?.opened === true;
    before.current = sessionId;
    if (!isOpened) return;
    moveDraft(userId, NEW, sessionId);
    moveTray(userId, NEW, sessionId);
  }, [userId, sessionId, state]);
}
