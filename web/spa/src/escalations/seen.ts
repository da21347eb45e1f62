/** The escalations that this user has opened, stored in this browser. Hovering or seeing the list does not count. */

import { readJson, userKey, writeJson } from "~/lib/storage";
import { createStore, useStore } from "~/lib/store";

/** Older entries have left the queue long ago. */
const REMEMBERED = 200;

const seen = createStore<{ userId: string; ids: readonly string[] }>({ userId: "", ids: [] });

function load(userId: string): readonly string[] {
  if (seen.get().userId !== userId) {
    seen.set({ userId, ids: readJson<string[]>(userKey(userId, "seen"), []) });
  }
  return seen.get().ids;
}

export function useSeen(userId: string): ReadonlySet<string> {
  load(userId);
  return new Set(useStore(seen).ids);
}

export function markSeen(userId: string, id: string): void {
  const ids = [...load(userId).filter((known) => known !== id), id].slice(-REMEMBERED);
  writeJson(userKey(userId, "seen"), ids);
  seen.set({ userId, ids });
}
