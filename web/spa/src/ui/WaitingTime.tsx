/** How long somebody has waited. It stands out from ten minutes on, and more from half an hour on. */
import { Clock } from "lucide-react";
import { classes } from "~/lib/classes";
import { absoluteTime, age, secondsSince, useNow } from "~/lib/time";
import css from "./pill.module.css";

const NOTABLE_S = 10 * 60;
const LONG_S = 30 * 60;
const TOO_LONG_S = 40 * 60;

interface WaitingTimeProps {
  at: string;
  /** Text before the time, for places that do not say what is counted. */
  words?: string;
}

export function WaitingTime({ at, words }: WaitingTimeProps) {
  const now = useNow();
  const seconds = secondsSince(at, now);
  return (
    <time className={classes(css.age, lookOf(seconds))} dateTime={at} title={absoluteTime(at)}>
      {seconds >= TOO_LONG_S && <Clock size={12} strokeWidth={1.5} aria-hidden="true" />}
      {words && `${words} `}
      {age(at, now)}
    </time>
  );
}

function lookOf(seconds: number): string | undefined {
  if (seconds >= TOO_LONG_S) return css.age3;
  if (seconds >= LONG_S) return css.age2;
  return seconds >= NOTABLE_S ? css.age1 : undefined;
}
