/** A control that has just appeared ignores clicks and Enter, so that the second half of a double click cannot hit it. */
import { type MouseEvent, useLayoutEffect, useRef, useState } from "react";

export const GUARD_MS = 700;

interface Guard {
  /**
   * Wraps a handler so that it does nothing while the guard holds. For an event, the time when it was made counts, not when it is handled.
   */
  <Args extends unknown[]>(act: (...args: Args) => void): (...args: Args) => void;
  /** True while the guard holds, for `aria-disabled`. */
  isHolding: boolean;
  /** For `onMouseDown`: an early press does not move the focus. */
  keepFocus(event: MouseEvent): void;
}

interface GuardOptions {
  /** The control appeared with its screen, so only a later move activates the guard. */
  isThereAlready?: boolean;
}

const NEVER = Symbol("never");

/**
 * Guards a control for the first 700 ms after it appeared, and again after each change of `resetKey`.
 *
 * `resetKey` is a value that changes when the control becomes another one or moves: the mode of a banner, the position of a row.
 */
export function useGuard(resetKey: unknown = null, { isThereAlready }: GuardOptions = {}): Guard {
  const [firstKey] = useState(isThereAlready ? resetKey : NEVER);
  const opensAt = useRef(Number.POSITIVE_INFINITY);
  const hasMoved = useRef(false);
  const [openFor, setOpenFor] = useState<unknown>(firstKey);
  useLayoutEffect(() => {
    hasMoved.current ||= !Object.is(resetKey, firstKey);
    const pause = hasMoved.current ? GUARD_MS : 0;
    opensAt.current = performance.now() + pause;
    const timer = setTimeout(() => setOpenFor(resetKey), pause);
    return () => clearTimeout(timer);
  }, [resetKey, firstKey]);
  const wrap =
    <Args extends unknown[]>(act: (...args: Args) => void) =>
    (...args: Args) => {
      if (momentOf(args[0]) >= opensAt.current) act(...args);
    };
  const keepFocus = (event: MouseEvent) => {
    if (momentOf(event) < opensAt.current) event.preventDefault();
  };
  return Object.assign(wrap, { isHolding: !Object.is(openFor, resetKey), keepFocus });
}

/** A press that waited while the browser was busy was made before the user saw what it hits. */
function momentOf(event: unknown): number {
  const now = performance.now();
  const isEvent = typeof event === "object" && event !== null && "timeStamp" in event;
  return isEvent ? Math.min(now, Number(event.timeStamp)) : now;
}
