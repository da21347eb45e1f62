/** Values that outlive a reload: kept in this browser, and shared by all tabs while the user changes them. */
import { readJson, readText, writeText } from "./storage";
import { createStore, type Store, useStore } from "./store";

interface Kept {
  store: Store<unknown>;
  empty: unknown;
}

const values = new Map<string, Kept>();

function keptAt(key: string, empty: unknown): Kept {
  const known = values.get(key);
  if (known) return known;
  const fresh: Kept = { store: createStore<unknown>(readJson(key, empty)), empty };
  values.set(key, fresh);
  fresh.store.subscribe(() => write(key, fresh));
  return fresh;
}

/** An empty value takes no room. */
function write(key: string, { store, empty }: Kept): void {
  const text = JSON.stringify(store.get());
  const wanted = text === JSON.stringify(empty) ? "" : text;
  if (wanted !== readText(key)) writeText(key, wanted);
}

function followOtherTabs({ key, newValue }: StorageEvent): void {
  const kept = key === null ? undefined : values.get(key);
  if (key === null || !kept || newValue === JSON.stringify(kept.store.get())) return;
  kept.store.set(readJson(key, kept.empty));
}

window.addEventListener("storage", followOtherTabs);

/** Keeps a value for a place that is shown later. */
export function keepAt<T>(key: string, value: T): void {
  keptAt(key, null).store.set(value);
}

type Change<T> = (next: T | ((now: T) => T)) => void;

/** `key` comes from `userKey`; `empty` is a constant, the value while nothing is kept. */
export function useKept<T>(key: string, empty: T): [T, Change<T>] {
  const store = keptAt(key, empty).store as Store<T>;
  return [useStore(store), store.set];
}
