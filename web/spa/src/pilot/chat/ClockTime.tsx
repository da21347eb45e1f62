/** The time of a step, with the day if it is not today. */
import { serverNow } from "~/lib/serverTime";
import { absoluteTime, clockTime, dayName } from "~/lib/time";
import { useToday } from "~/lib/today";
import css from "./transcript.module.css";

export function ClockTime({ at }: { at: string }) {
  useToday();
  return (
    <time dateTime={at} title={absoluteTime(at)}>
      {clockTime(at, serverNow())}
    </time>
  );
}

/** A line at the start of another day. */
export function DayLine({ at }: { at: string }) {
  useToday();
  return <p className={css.day}>{dayName(at, serverNow())}</p>;
}
