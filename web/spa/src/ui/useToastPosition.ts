/** The position of the toasts: in the corner, or as far above it as is necessary to keep the composer and a dialog's buttons free. */
import { type RefObject, useLayoutEffect, useState } from "react";
import { PHONE } from "~/lib/useMedia";

/** What no toast may cover: a dialog's buttons and marked elements, such as the chat's dock or a screen's footer. */
const KEEP_CLEAR = "[data-keep-clear], [role='dialog'] button, [role='alertdialog'] button";
const MARGIN = 16;

export interface Box {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/** The distance in px from the window's lower edge at which a stack of this size covers none of `obstacles`. */
export function clearBottom(windowHeight: number, stack: Box, obstacles: Box[]): number {
  const height = stack.bottom - stack.top;
  const inTheWay = obstacles.filter((box) => box.left < stack.right && box.right > stack.left);
  let bottom = MARGIN;
  for (const box of inTheWay.sort((a, b) => b.bottom - a.bottom)) {
    const lower = windowHeight - bottom;
    const isCovered = box.top < lower && box.bottom > lower - height - MARGIN;
    if (isCovered) bottom = windowHeight - box.top + MARGIN / 2;
  }
  return Math.max(MARGIN, Math.min(bottom, windowHeight - height - MARGIN));
}

/** Null if the style sheet decides: on phones the stack is at the top. */
export function useToastPosition(
  stack: RefObject<HTMLElement | null>,
  isShown: boolean,
): number | null {
  const [bottom, setBottom] = useState<number | null>(null);
  useLayoutEffect(() => {
    if (!isShown) return;
    return watchObstacles(() => setBottom(bottomOf(stack.current)));
  }, [stack, isShown]);
  return bottom;
}

function bottomOf(stack: HTMLElement | null): number | null {
  if (!stack || window.matchMedia(PHONE).matches) return null;
  const obstacles = obstaclesHere().map((element) => element.getBoundingClientRect());
  return clearBottom(window.innerHeight, stack.getBoundingClientRect(), obstacles);
}

function obstaclesHere(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(KEEP_CLEAR)];
}

/** Calls `update` now and whenever an obstacle appears, disappears or grows. */
function watchObstacles(update: () => void): () => void {
  const sizes = new ResizeObserver(update);
  const watched = new Set<Element>();
  const look = () => {
    for (const element of obstaclesHere()) {
      if (watched.has(element)) continue;
      watched.add(element);
      sizes.observe(element);
    }
    update();
  };
  // Dialogs, screens and docks can appear anywhere in the page. It observes only while a toast is shown.
  const tree = new MutationObserver(look);
  tree.observe(document.body, { childList: true, subtree: true });
  window.addEventListener("resize", update);
  look();
  return () => {
    sizes.disconnect();
    tree.disconnect();
    window.removeEventListener("resize", update);
  };
}
