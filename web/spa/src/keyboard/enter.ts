/** Decides whether Enter submits a form. An Enter that was meant for something that was on the screen before does not. */
import { type KeyboardEvent as ReactKeyboardEvent, useLayoutEffect, useRef } from "react";
import { isCharacter, isPressable } from "./typing";

type AnyKeyboardEvent = KeyboardEvent | ReactKeyboardEvent;

/** For this time after a dialog has opened, Enter does not submit it. */
const EARLY_MS = 500;
/** After a longer pause, the next key begins a new run of typing. */
const PAUSE_MS = 500;
/** The key code that browsers report for a key handled by an input method. */
const INPUT_METHOD = 229;

function nativeOf(event: AnyKeyboardEvent): KeyboardEvent {
  return "nativeEvent" in event ? event.nativeEvent : event;
}

/** Safari ends the composition before it reports the Enter that ended it. The event is then not `isComposing` but has this key code. */
export function isComposing(event: AnyKeyboardEvent): boolean {
  const { isComposing, keyCode } = nativeOf(event);
  return isComposing || keyCode === INPUT_METHOD;
}

/** Whether this Enter can submit: it adds no line, ends no composition, and is not held down. */
export function submits(event: AnyKeyboardEvent): boolean {
  const { key, shiftKey, altKey, repeat } = nativeOf(event);
  return key === "Enter" && !shiftKey && !altKey && !repeat && !isComposing(event);
}

/** The current run of typed keys: when it began, and its last key. */
let run = { since: 0, last: Number.NEGATIVE_INFINITY };

interface Pressed {
  at: number;
  target: EventTarget | null;
}

/** The last Enter and the one before it. */
let enters: { last: Pressed | null; before: Pressed | null } = { last: null, before: null };

/** Whether the last Enter came right after an Enter on another element, which moved the focus, as "Keep writing" does. */
function isSecondEnter(): boolean {
  const { last, before } = enters;
  if (!last || !before || last.target === before.target) return false;
  return last.at - before.at < PAUSE_MS;
}

/** Records a pressed key. Enter ends the run, because the user sees the effect of Enter before typing on. */
function follow(event: KeyboardEvent): void {
  const { timeStamp } = event;
  if (event.key === "Enter") {
    enters = { last: { at: timeStamp, target: event.target }, before: enters.last };
    queueMicrotask(endRun);
  } else if (isCharacter(event.key)) {
    const goesOn = timeStamp - run.last < PAUSE_MS;
    run = { since: goesOn ? run.since : timeStamp, last: timeStamp };
  }
}

function endRun(): void {
  run = { since: 0, last: Number.NEGATIVE_INFINITY };
}

window.addEventListener("keydown", follow, { capture: true });

/**
 * Returns a function that says whether an Enter is meant for this layer. It is not if it comes in the layer's first half second, during
 * a run of typing that began before the layer opened, or right after an Enter on another element.
 */
export function useEnterGuard(): (event: AnyKeyboardEvent) => boolean {
  const openedAt = useRef(Number.POSITIVE_INFINITY);
  useLayoutEffect(() => {
    openedAt.current = performance.now();
  }, []);
  return (event) => {
    const { timeStamp } = nativeOf(event);
    const isEarly = timeStamp - openedAt.current < EARLY_MS;
    const isMeant = !isEarly && !isLeftOver(event, openedAt.current) && !isSecondEnter();
    return submits(event) && isMeant;
  };
}

/**
 * Returns a function that says whether a key belongs to a run of typing that began before this layer opened. Such a key is not meant for
 * the text that has just got the focus.
 */
export function useLeftOverKeys(): (event: AnyKeyboardEvent) => boolean {
  const openedAt = useRef(Number.POSITIVE_INFINITY);
  useLayoutEffect(() => {
    openedAt.current = performance.now();
  }, []);
  return (event) => isLeftOver(event, openedAt.current);
}

function isLeftOver(event: AnyKeyboardEvent, openedAt: number): boolean {
  return nativeOf(event).timeStamp - run.last < PAUSE_MS && run.since < openedAt;
}

/** For a form in a layer: Enter in any of its fields submits it; Shift+Enter adds a line in a text area. */
export function useSubmitOnEnter(): (event: ReactKeyboardEvent<HTMLFormElement>) => void {
  const isMeant = useEnterGuard();
  return (event) => {
    if (event.key !== "Enter" || isComposing(event) || isPressable(event.target)) return;
    if (event.shiftKey && event.target instanceof HTMLTextAreaElement) return;
    event.preventDefault();
    if (isMeant(event)) event.currentTarget.requestSubmit();
  };
}
