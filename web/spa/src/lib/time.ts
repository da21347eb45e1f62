/** Formats times. All functions take the API's RFC 3339 text. */
import { clockOffset, serverNow } from "./serverTime";
import { createStore, useStore } from "./store";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TICK_MS = 5_000;

/**
 * Whole seconds from `at` to `now`, never below zero: a time just written may be slightly ahead of this tab's estimate of the server's
 * clock.
 */
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

/** "42 s", "3.1 min", "1.6 h", for a duration in seconds. */
export function durationText(seconds: number): string {
  if (seconds < MINUTE) return `${Math.round(seconds)} s`;
  if (seconds < 90 * MINUTE) return `${(seconds / MINUTE).toFixed(1)} min`;
  return `${(seconds / HOUR).toFixed(1)} h`;
}

/** "4 min ago", or "just now" below five seconds. */
export function ago(at: string, now: number): string {
  return secondsSince(at, now) < 5 ? "just now" : `${age(at, now)} ago`;
}

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const longDay = new Intl.DateTimeFormat("en-GB", {
  weekday: "long",
  day: "numeric",
  month: "long",
});
const full = new Intl.DateTimeFormat("en-GB", {
  dateStyle: "medium",
  timeStyle: "medium",
});

/** "10:02"; "Yesterday 10:02", "Tomorrow 10:02" or "23 Nov 10:02" on another day. */
export function clockTime(at: string, now: number): string {
  const date = new Date(at);
  const daysAgo = calendarDaysBetween(date, new Date(now));
  if (daysAgo === 0) return clock.format(date);
  const name = daysAgo === 1 ? "Yesterday" : daysAgo === -1 ? "Tomorrow" : day.format(date);
  return `${name} ${clock.format(date)}`;
}

/** "Today", "Yesterday", "Monday 23 November", with the year if it is not the current one. */
export function dayName(at: string, now: number): string {
  const date = new Date(at);
  const today = new Date(now);
  const daysAgo = calendarDaysBetween(date, today);
  if (daysAgo === 0) return "Today";
  if (daysAgo === 1) return "Yesterday";
  const year = date.getFullYear() === today.getFullYear() ? "" : ` ${date.getFullYear()}`;
  return longDay.format(date) + year;
}

/** "12 Nov", with the year if it is not this one. */
export function shortDay(at: string, now: number): string {
  const date = new Date(at);
  const isThisYear = date.getFullYear() === new Date(now).getFullYear();
  return date.toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    ...(!isThisYear && { year: "numeric" }),
  });
}

/** The number of midnights between the two, in the viewer's time zone. A day on which the clocks change counts as one too. */
function calendarDaysBetween(date: Date, now: Date): number {
  const midnight = (d: Date) => Date.UTC(d.getFullYear(), d.getMonth(), d.getDate());
  return Math.round((midnight(now) - midnight(date)) / (DAY * 1_000));
}

/** "23 Nov 2025, 10:02:11", in the viewer's time zone. */
export function absoluteTime(at: string): string {
  return full.format(new Date(at));
}

const nowStore = createStore(serverNow());
// A corrected server time shows at once, not at the next tick.
clockOffset.subscribe(() => nowStore.set(serverNow()));
let watchers = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for all relative times on the screen; it stops when nothing subscribes to it. */
const ticking = {
  get: nowStore.get,
  set: nowStore.set,
  subscribe(listener: () => void) {
    if (watchers++ === 0) {
      nowStore.set(serverNow());
      timer = setInterval(() => nowStore.set(serverNow()), TICK_MS);
    }
    const unsubscribe = nowStore.subscribe(listener);
    return () => {
      unsubscribe();
      if (--watchers === 0) clearInterval(timer);
    };
  },
};

/** The time now in ms by the server's clock, updated every five seconds. */
export function useNow(): number {
  return useStore(ticking);
}

/** The value of a `datetime-local` field: the user's time zone, to the minute. */
export function localInputValue(now: number): string {
  const date = new Date(now);
  const local = new Date(now - date.getTimezoneOffset() * MINUTE * 1_000);
  return local.toISOString().slice(0, 16);
}
