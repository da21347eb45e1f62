/** The current day, updated at midnight, when times on the screen change to "Yesterday". */
import { serverNow } from "./serverTime";
import { createStore, useStore } from "./store";

export function dayOf(at: string | number): string {
  return new Date(at).toDateString();
}

const store = createStore(dayOf(serverNow()));
let watchers = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

function waitForMidnight(): void {
  const now = new Date(serverNow());
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
  timer = setTimeout(renew, midnight.getTime() - now.getTime() + 1_000);
}

function renew(): void {
  store.set(dayOf(serverNow()));
  waitForMidnight();
}

const days = {
  get: store.get,
  set: store.set,
  subscribe(listener: () => void) {
    if (watchers++ === 0) renew();
    const unsubscribe = store.subscribe(listener);
    return () => {
      unsubscribe();
      if (--watchers === 0) clearTimeout(timer);
    };
  },
};

export function useToday(): string {
  return useStore(days);
}
