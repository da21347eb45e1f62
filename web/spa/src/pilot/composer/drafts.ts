/**
 * Text that is typed but not sent: one draft per AI session and one for the next new session, stored per user in this browser.
 *
 * All tabs share a draft while it is typed. The idempotency key belongs to the draft. If two tabs send the same draft at the same moment,
 * they send one message, because the server answers the second call with the first answer.
 */
import { freshKey, type IdempotencyKey } from "~/lib/idempotencyKeys";
import { readText, userKey, writeText } from "~/lib/storage";
import { createStore, type Store, useStore } from "~/lib/store";

/** Stands for the session that does not exist until its first message is sent. */
export const NEW = "new";

interface Draft {
  text: string;
  sendWith: IdempotencyKey;
}

const EMPTY: Draft = { text: "", sendWith: { key: "", isOpen: false } };

const stores = new Map<string, Store<Draft>>();

function storeOf(userId: string, sessionId: string): Store<Draft> {
  const key = userKey(userId, "draft", sessionId);
  let store = stores.get(key);
  if (!store) {
    const fresh = createStore(readDraft(key));
    stores.set(key, fresh);
    fresh.subscribe(() => keep(key, fresh.get()));
    store = fresh;
  }
  return store;
}

function keep(key: string, draft: Draft): void {
  const text = draft.text ? JSON.stringify(draft) : "";
  if (text !== readText(key)) writeText(key, text);
}

/** Earlier releases stored only the text of a draft. */
function readDraft(key: string): Draft {
  const kept = readText(key);
  if (!kept) return EMPTY;
  try {
    const draft: unknown = JSON.parse(kept);
    if (isDraft(draft)) return draft;
  } catch {
    // The stored value is not JSON but the text.
  }
  return { text: kept, sendWith: freshKey() };
}

function isDraft(value: unknown): value is Draft {
  return typeof value === "object" && value !== null && "text" in value && "sendWith" in value;
}

/** Another tab typed or sent. Reads the stored value, not the event's, because this tab may have typed since. */
function followOtherTabs({ key, newValue }: StorageEvent): void {
  const store = key === null ? undefined : stores.get(key);
  if (key === null || !store || newValue === JSON.stringify(store.get())) return;
  typedElsewhere.add(store);
  store.set(readDraft(key));
}

/** Drafts that another tab changed last. */
const typedElsewhere = new WeakSet<Store<Draft>>();

window.addEventListener("storage", followOtherTabs);

/** The draft's content before it was last emptied; sending may start with it or with the current content. */
let emptied: Draft = EMPTY;

function retyped(draft: Draft, text: string): Draft {
  if (!text) {
    emptied = draft;
    return EMPTY;
  }
  return { text, sendWith: draft.text ? draft.sendWith : freshKey() };
}

export function useDraft(userId: string, sessionId: string): [string, (text: string) => void] {
  const store = storeOf(userId, sessionId);
  const type = (text: string) => {
    typedElsewhere.delete(store);
    store.set((draft) => retyped(draft, text));
  };
  return [useStore(store).text, type];
}

/** Appends a text to what the user has already typed. */
export function addToDraft(userId: string, sessionId: string, text: string): void {
  storeOf(userId, sessionId).set((draft) => {
    const typed = draft.text.trim();
    return retyped(draft, typed ? `${draft.text.trimEnd()}\n${text}` : text);
  });
}

/** Moves the text and empties the source. A draft that another tab typed stays, for that tab to send. */
export function moveDraft(userId: string, from: string, to: string): void {
  const source = storeOf(userId, from);
  if (typedElsewhere.has(source)) return;
  storeOf(userId, to).set(source.get());
  source.set(EMPTY);
}

/** Empties the draft in every tab because `content` is being sent; returns the key to send it with. */
export function takeDraft(userId: string, sessionId: string, content: string): IdempotencyKey {
  const store = storeOf(userId, sessionId);
  const draft = [store.get(), emptied].find(({ text }) => text.trim() === content.trim());
  emptied = EMPTY;
  // A message of files alone has no draft.
  if (!draft?.text) return freshKey();
  store.set(EMPTY);
  return draft.sendWith;
}

/** Restores text that was not sent. If it is sent unchanged, it keeps its key, so that it cannot arrive twice. */
export function restoreDraft(
  userId: string,
  sessionId: string,
  { text, sendWith }: { text: string; sendWith: IdempotencyKey },
): void {
  const store = storeOf(userId, sessionId);
  if (store.get().text.trim()) addToDraft(userId, sessionId, text);
  else store.set({ text, sendWith });
}

export const COMPOSER_ID = "composer";

export function focusComposer(): void {
  focusAtEnd(document.getElementById(COMPOSER_ID) as HTMLTextAreaElement | null);
}

/** Focuses the composer at the end of its text. A field that already has the focus keeps its cursor. */
export function focusAtEnd(area: HTMLTextAreaElement | null): void {
  if (!area || area === document.activeElement) return;
  area.focus();
  area.setSelectionRange(area.value.length, area.value.length);
}
