/** In which session this user is writing a message. */
import { createStore, useSelected } from "~/lib/store";

/** Whoever has typed nothing for this long is not writing any more. */
const STILL_MS = 5_000;

const writing = createStore("");
let timer: ReturnType<typeof setTimeout> | undefined;

/** Call it with the text after each change that the user makes; "" ends the writing. Returns the text. */
export function noteWriting(sessionId: string, text: string): string {
  clearTimeout(timer);
  writing.set(text ? sessionId : "");
  if (text) timer = setTimeout(() => writing.set(""), STILL_MS);
  return text;
}

export function useIsWriting(sessionId: string): boolean {
  return useSelected(writing, (now) => now === sessionId);
}
