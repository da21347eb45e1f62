/** What is typed and not yet sent: one draft per AI session and one for the next new session, kept per user in this browser. */

import { readText, userKey, writeText } from "~/lib/storage";
import { createStore, type Store, useStore } from "~/lib/store";

/** Stands for the session that does not exist until its first message is sent. */
export const NEW = "new";

const stores = new Map<string, Store<string>>();

function storeOf(userId: string, sessionId: string): Store<string> {
  const key = userKey(userId, "draft", sessionId);
  let store = stores.get(key);
  if (!store) {
    const fresh = createStore(readText(key));
    fresh.subscribe(() => writeText(key, fresh.get()));
    stores.set(key, fresh);
    store = fresh;
  }
  return store;
}

export function useDraft(userId: string, sessionId: string): [string, (text: string) => void] {
  const store = storeOf(userId, sessionId);
  return [useStore(store), store.set];
}

/** Adds a text to the draft; what the user typed already stays in front. */
export function addToDraft(userId: string, sessionId: string, text: string): void {
  storeOf(userId, sessionId).set((typed) => (typed.trim() ? `${typed.trimEnd()}\n${text}` : text));
}

/** Hands the text over and leaves the source empty. */
export function moveDraft(userId: string, from: string, to: string): void {
  const source = storeOf(userId, from);
  storeOf(userId, to).set(source.get());
  source.set("");
}

export const COMPOSER_ID = "composer";

export function focusComposer(): void {
  document.getElementById(COMPOSER_ID)?.focus();
}
