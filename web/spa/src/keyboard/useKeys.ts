/**
 * Single-key shortcuts. They work only outside of text fields and layers, never with a modifier, never during IME composition, and can be
 * switched off (WCAG 2.1.4).
 */
import { useEffect, useEffectEvent } from "react";
import { readText, writeText } from "~/lib/storage";
import { createStore, useStore } from "~/lib/store";

/** Keys to what they do: a single key ("c", ".", "Escape") or two after another ("g c"). */
export type KeyMap = Record<string, (event: KeyboardEvent) => void>;

const OFF_KEY = "fp:single-keys";
/** How long the first of two keys counts. */
const SEQUENCE_MS = 1_000;
/** Their keys belong to them, and what lies behind is out of reach. */
const LAYERS = '[role="dialog"], [role="alertdialog"], [role="menu"]';

const singleKeys = createStore(readText(OFF_KEY) !== "off");

export function useSingleKeys(): [boolean, (isOn: boolean) => void] {
  return [
    useStore(singleKeys),
    (isOn) => {
      writeText(OFF_KEY, isOn ? "" : "off");
      singleKeys.set(isOn);
    },
  ];
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
  return !isTyping(event.target) && !isLayerOpen();
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches("input, textarea, select");
}

/** Enter on a button or a link is that one's own. */
function isPressable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("a, button, summary");
}

export function isLayerOpen(): boolean {
  return document.querySelector(LAYERS) !== null;
}

let first = { key: "", at: 0 };

/** All maps see the same event, so the pair is remembered by the event's own time. */
function sequenceWith(event: KeyboardEvent): string {
  if (event.timeStamp !== first.at) {
    const isSecond = event.timeStamp - first.at < SEQUENCE_MS && first.key === "g";
    first = { key: isSecond ? `g ${event.key}` : event.key, at: event.timeStamp };
  }
  return first.key;
}
