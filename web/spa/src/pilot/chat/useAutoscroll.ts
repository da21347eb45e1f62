/** The chat stays at its end while the reader is there, and otherwise never moves; what came meanwhile is counted. */
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";

/** How near to the end counts as being there, px. */
const NEAR = 48;

export interface Autoscroll {
  scroller: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
  /** Entries that came while the reader was further up. */
  unseen: number;
  toEnd(): void;
}

/** `entries` is how many there are; they are only ever added at the end. */
export function useAutoscroll(entries: number): Autoscroll {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const [seen, setSeen] = useState(entries);
  const toEnd = () => {
    const box = scroller.current;
    if (!box) return;
    isAtEnd.current = true;
    box.scrollTop = box.scrollHeight;
    setSeen(entries);
  };

  useLayoutEffect(() => {
    if (!isAtEnd.current) return;
    const box = scroller.current;
    if (box) box.scrollTop = box.scrollHeight;
    setSeen(entries);
  }, [entries]);

  useEffect(() => {
    const box = scroller.current;
    if (!box || !content.current) return;
    const follow = () => {
      if (isAtEnd.current) box.scrollTop = box.scrollHeight;
    };
    const notice = () => {
      isAtEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
      if (isAtEnd.current) setSeen(entries);
    };
    const observer = new ResizeObserver(follow);
    observer.observe(content.current);
    observer.observe(box);
    box.addEventListener("scroll", notice, { passive: true });
    return () => {
      observer.disconnect();
      box.removeEventListener("scroll", notice);
    };
  }, [entries]);

  return { scroller, content, unseen: Math.max(0, entries - seen), toEnd };
}
