/**
 * Single-key shortcuts. They work only outside text fields and layers and on screens without a composer, never with a modifier or during
 * IME composition, and can be switched off (WCAG 2.1.4).
 */
import { useEffect, useEffectEvent } from "react";
import { readText, writeText } from "~/lib/storage";
import { createStore, useStore } from "~/lib/store";
import { isLayerOpen } from "./layers";
import { belongsToComposer, isPressable, isTyping } from "./typing";

/** Maps keys to actions: a single key ("c", ".", "Escape") or a sequence of two ("g c"). */
export type KeyMap = Record<string, (event: KeyboardEvent) => void>;

const OFF_KEY = "fp:single-keys";
/** How long the first key of a sequence counts. */
const SEQUENCE_MS = 1_000;

const singleKeys = createStore(readText(OFF_KEY) !== "off");

export function useSingleKeys(): boolean {
  return useStore(singleKeys);
}

/** For this browser; `login/ownChoices.ts` keeps it for the user. */
export function setSingleKeys(isOn: boolean): void {
  writeText(OFF_KEY, isOn ? "" : "off");
  singleKeys.set(isOn);
}

export function useKeys(keyMap: KeyMap, isActive = true): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (!singleKeys.get() || !isFree(event)) return;
    const act = keyMap[sequenceWith(event)];
    if (!act) return;
    event.preventDefault();
    act(event);
  });
  useEffect(() => {
    if (!isActive) return;
    const listener = (event: KeyboardEvent) => press(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, [isActive]);
}

function isFree(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing) return false;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key === "Enter" && isPressable(event.target)) return false;
  if (belongsToComposer(event)) return false;
  return !isTyping(event.target) && !isLayerOpen();
}

let first = { key: "", at: 0 };

/** Every key map sees the same event, so the sequence is remembered by the event's time. */
function sequenceWith(event: KeyboardEvent): string {
  if (event.timeStamp !== first.at) {
    const key = latin(event);
    const isSecond = event.timeStamp - first.at < SEQUENCE_MS && first.key === "g";
    first = { key: isSecond ? `g ${key}` : key, at: event.timeStamp };
  }
  return first.key;
}

/** On a layout without Latin letters, a shortcut is at the position of its letter. */
function latin({ key, code }: KeyboardEvent): string {
  const isForeignLetter = /^\p{Letter}$/u.test(key) && !/^\p{Script=Latin}$/u.test(key);
  return isForeignLetter && code.startsWith("Key") ? code.slice(3).toLowerCase() : key;
}
