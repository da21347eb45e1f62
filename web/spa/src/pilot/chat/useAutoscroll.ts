/**
 * Keeps the chat at its end while the reader is there, whatever grows or shrinks. Otherwise it never moves the view, and counts new
 * entries.
 *
 * Only the reader leaves the end, by scrolling up. A change of size moves the end away from the view, and a shrinking one may push the view
 * up; the observer corrects this before the next paint, unless the reader has just turned the wheel or dragged: while a reply is written,
 * sizes change in almost every frame, and the reader could not leave otherwise.
 */
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";

/** The distance from the end that counts as being at the end, in px. */
const NEAR = 32;
/** Tolerance for fractions of a pixel on a zoomed page. */
const SAME = 2;
/** How long a turn of the wheel or a drag explains that the view moves up, in ms. */
const READER_MOVES = 400;

export interface Autoscroll {
  scroller: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
  /** New entries since the reader scrolled up. */
  unseen: number;
  toEnd(): void;
}

/** `entries` is their number; entries are only added at the end. */
export function useAutoscroll(entries: number): Autoscroll {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const present = useRef(entries);
  const [seen, setSeen] = useState(entries);
  present.current = entries;

  useLayoutEffect(() => {
    if (!isAtEnd.current) return;
    if (scroller.current) pin(scroller.current);
    setSeen(entries);
  }, [entries]);

  useEffect(() => {
    const box = scroller.current;
    if (!box || !content.current) return;
    return follow(box, content.current, (atEnd) => {
      isAtEnd.current = atEnd;
      if (atEnd) setSeen(present.current);
    });
  }, []);

  const toEnd = () => {
    if (scroller.current) pin(scroller.current);
  };
  return { scroller, content, unseen: Math.max(0, entries - seen), toEnd };
}

function pin(box: HTMLElement): void {
  box.scrollTop = box.scrollHeight;
}

function distance(box: HTMLElement): number {
  return box.scrollHeight - box.clientHeight - box.scrollTop;
}

/** Keeps `box` at its end while it is there; calls `onMove` each time it reaches or leaves the end. Returns a function that stops this. */
function follow(box: HTMLElement, content: HTMLElement, onMove: (atEnd: boolean) => void) {
  let atEnd = true;
  let known = stateOf(box);
  let handledAt = Number.NEGATIVE_INFINITY;
  const isByReader = () => performance.now() - handledAt < READER_MOVES;
  const handle = (event: WheelEvent | TouchEvent) => {
    if (!("deltaY" in event) || event.deltaY < 0) handledAt = performance.now();
  };
  const say = (next: boolean) => {
    atEnd = next;
    // At the end the browser must not anchor the view to earlier content.
    box.toggleAttribute("data-at-end", atEnd);
    onMove(atEnd);
  };
  const settle = () => {
    if (atEnd) pin(box);
    known = stateOf(box);
  };
  const notice = () => {
    const now = stateOf(box);
    const moved = now.top - known.top;
    const isResized = now.height !== known.height || now.room !== known.room;
    known = now;
    if (distance(box) <= SAME || (moved > 0 && distance(box) < NEAR)) say(true);
    else if (isResized && !(moved < 0 && isByReader())) settle();
    else if (moved < 0) say(false);
  };
  say(true);
  settle();
  const observer = new ResizeObserver(settle);
  observer.observe(content);
  observer.observe(box);
  box.addEventListener("scroll", notice, { passive: true });
  box.addEventListener("wheel", handle, { passive: true });
  box.addEventListener("touchmove", handle, { passive: true });
  return () => {
    observer.disconnect();
    box.removeEventListener("scroll", notice);
    box.removeEventListener("wheel", handle);
    box.removeEventListener("touchmove", handle);
  };
}

function stateOf({ scrollTop, scrollHeight, clientHeight }: HTMLElement) {
  return { top: scrollTop, height: scrollHeight, room: clientHeight };
}
