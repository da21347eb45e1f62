/** Times in words. All of them take the API's RFC 3339 text. */
import { createStore, useStore } from "./store";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TICK_MS = 5_000;

/** Whole seconds from `at` to `now`, never below zero: clocks of server and browser may differ. */
export function secondsSince(at: string, now: number): number {
  return Math.max(0, Math.floor((now - Date.parse(at)) / 1000));
}

/** "12 s", "4 min", "3 h", "5 d". */
export function age(at: string, now: number): string {
  const seconds = secondsSince(at, now);
  if (seconds < MINUTE) return `${seconds} s`;
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min`;
  if (seconds < DAY) return `${Math.floor(seconds / HOUR)} h`;
  return `${Math.floor(seconds / DAY)} d`;
}

/** "4 min ago", and "just now" for what is too young to count. */
export function ago(at: string, now: number): string {
  return secondsSince(at, now) < 5 ? "just now" : `${age(at, now)} ago`;
}

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const full = new Intl.DateTimeFormat("en-GB", {
  dateStyle: "medium",
  timeStyle: "medium",
});

/** "10:02", with the day in front when that is not today. */
export function clockTime(at: string, now: number): string {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date(now).toDateString();
  return isToday ? clock.format(date) : `${day.format(date)}, ${clock.format(date)}`;
}

/** "23 Nov 2025, 10:02:11", in the viewer's zone. */
export function absoluteTime(at: string): string {
  return full.format(new Date(at));
}

const nowStore = createStore(Date.now());
let watchers = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for all relative times on the screen; it stands still when none is there. */
const ticking = {
  get: nowStore.get,
  set: nowStore.set,
  subscribe(listener: () => void) {
    if (watchers++ === 0) {
      nowStore.set(Date.now());
      timer = setInterval(() => nowStore.set(Date.now()), TICK_MS);
    }
    const unsubscribe = nowStore.subscribe(listener);
    return () => {
      unsubscribe();
      if (--watchers === 0) clearInterval(timer);
    };
  },
};

/** The time now in ms, renewed every five seconds. */
export function useNow(): number {
  return useStore(ticking);
}
