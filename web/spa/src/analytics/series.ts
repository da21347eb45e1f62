/** The points of the chart, and the units and marks of its axes. */
import type { EscalationFigures } from "~/api/analytics";

export type Part = EscalationFigures["series"][number];

export interface Series {
  unit: "day" | "week";
  parts: Part[];
}

/** Days, or weeks where most days have too few samples for a median. */
export function seriesOf(figures: EscalationFigures): Series {
  const claimed = figures.series.filter((part) => part.claimed > 0);
  const enough = claimed.filter((part) => !part.too_few);
  if (enough.length > 1 && enough.length * 2 >= claimed.length) {
    return { unit: "day", parts: figures.series };
  }
  return { unit: "week", parts: figures.series_by_week };
}

export interface TimeUnit {
  /** "minutes". */
  name: string;
  /** "min". */
  short: string;
  seconds: number;
}

const UNITS: readonly TimeUnit[] = [
  { name: "seconds", short: "s", seconds: 1 },
  { name: "minutes", short: "min", seconds: 60 },
  { name: "hours", short: "h", seconds: 3_600 },
];

/** The unit for durations of which the longest is `longest` seconds. */
export function unitFor(longest: number): TimeUnit {
  const index = longest < 120 ? 0 : longest < 3 * 3_600 ? 1 : 2;
  return UNITS[index] as TimeUnit;
}

/** "3.1", in the given unit. */
export function inUnit(seconds: number, unit: TimeUnit): string {
  const value = seconds / unit.seconds;
  return unit.seconds === 1 ? String(Math.round(value)) : value.toFixed(1);
}

/** At most five marks from 0 up to the first round number that is not below `longest`. */
export function marksUpTo(longest: number): number[] {
  const rough = Math.max(longest, 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const marks = [0];
  while ((marks.at(-1) ?? 0) < Math.max(longest, step)) marks.push(marks.length * step);
  return marks;
}

const dayAndMonth = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  timeZone: "UTC",
});

/** "29 Oct" for "2026-10-29". */
export function dayText(day: string): string {
  return dayAndMonth.format(new Date(`${day}T00:00:00Z`));
}

/** "29 Oct to 28 Nov", by the days of the time zone. */
export function daysText(since: string, until: string, timeZone: string): string {
  const days = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone });
  return `${days.format(new Date(since))} to ${days.format(new Date(until))}`;
}

/** The places of about five marks among so many days or weeks, with the first and the last. */
export function marksAmong(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, place) => place);
  return Array.from({ length: most }, (_, mark) => Math.round((mark * (count - 1)) / (most - 1)));
}
