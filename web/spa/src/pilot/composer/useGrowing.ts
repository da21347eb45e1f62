/**
 * Makes a text field grow with its text up to eight lines, then scroll. The style sheet does this by itself where the browser can
 * (`field-sizing`), without measuring the field for each key.
 */
import { type RefObject, useLayoutEffect } from "react";

const MAX_LINES = 8;
const GROWS_BY_ITSELF = globalThis.CSS?.supports?.("field-sizing", "content") === true;

export function useGrowing(area: RefObject<HTMLTextAreaElement | null>, text: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text.
  useLayoutEffect(() => {
    if (area.current && !GROWS_BY_ITSELF) grow(area.current);
  }, [text]);
}

function grow(box: HTMLTextAreaElement): void {
  box.style.height = "auto";
  const style = getComputedStyle(box);
  const padding = Number.parseFloat(style.paddingTop) + Number.parseFloat(style.paddingBottom);
  const most = Number.parseFloat(style.lineHeight) * MAX_LINES + padding;
  box.style.height = `${Math.min(box.scrollHeight, most || box.scrollHeight)}px`;
  box.style.overflowY = box.scrollHeight > most ? "auto" : "hidden";
}
