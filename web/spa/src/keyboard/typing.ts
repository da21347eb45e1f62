/**
 * Letters belong to the composer. While the page, a heading, a row or a button has the focus, a key that types something moves the focus to
 * the composer and is not prevented. The browser then types the character there, also through an input method.
 */
import { useEffect, useLayoutEffect } from "react";
import { isLayerOpen } from "./layers";

interface Target {
  focus(): void;
  /** Appends letters that were typed before the composer was mounted to its draft. */
  add(letters: string): void;
}

let target: Target | null = null;
let coming = 0;
let held = "";

/** Whether a letter is meant for a composer, mounted or loading, and is therefore no shortcut. */
export function belongsToComposer(event: KeyboardEvent): boolean {
  return (target !== null || coming > 0) && isCharacter(event.key);
}

/**
 * Registers the composer of this screen. It receives what was typed while it was loading. A second one beside it is not registered
 * (`isIt`).
 */
export function useTypingTarget(
  focus: () => void,
  add: (letters: string) => void,
  isIt = true,
): void {
  useLayoutEffect(() => {
    if (!isIt) return;
    const mine: Target = { focus, add };
    target = mine;
    if (held) add(held);
    held = "";
    return () => {
      if (target === mine) target = null;
    };
  });
}

/** Buffers letters while a chat loads that probably has a composer. */
export function useHeldTyping(isComing: boolean): void {
  useEffect(() => {
    if (!isComing) return;
    if (coming++ === 0) held = "";
    return () => void coming--;
  }, [isComing]);
}

export function isTyping(element: EventTarget | null): boolean {
  if (!(element instanceof HTMLElement)) return false;
  // What is typed in the shadow root of the code editor comes from its host.
  return element.isContentEditable || element.matches("input, textarea, select, [data-typing]");
}

/** Buttons and links handle Enter and Space themselves. */
export function isPressable(element: EventTarget | null): boolean {
  return element instanceof HTMLElement && element.matches("a, button, summary, [role=tab]");
}

/** One character, not the name of a key. */
export function isCharacter(key: string): boolean {
  return [...key].length === 1;
}

/** AltGr types a character, but some systems report it as Ctrl+Alt. */
function hasModifier(event: KeyboardEvent): boolean {
  if (event.getModifierState("AltGraph")) return false;
  return event.ctrlKey || event.metaKey || event.altKey;
}

/** A dead key and the first key of an input method also type something. */
function types(event: KeyboardEvent): boolean {
  if (hasModifier(event)) return false;
  return isCharacter(event.key) || event.key === "Dead" || event.key === "Process";
}

function isForComposer(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || isTyping(event.target) || isLayerOpen()) return false;
  // A space presses the focused element or scrolls; it does not begin a message.
  return types(event) && (event.key !== " " || held !== "");
}

function hold(event: KeyboardEvent): void {
  if (isTyping(event.target) || isLayerOpen()) return;
  if (event.key === "Backspace") held = held.slice(0, -1);
  else if (isForComposer(event) && isCharacter(event.key)) held += event.key;
  else return;
  event.preventDefault();
}

window.addEventListener("keydown", (event) => {
  if (target && isForComposer(event)) target.focus();
  else if (!target && coming > 0) hold(event);
});
