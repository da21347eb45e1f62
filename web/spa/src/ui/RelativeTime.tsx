/** "4 min ago", with the absolute time on hover and focus. */
import { classes } from "~/lib/classes";
import { absoluteTime, age, ago, useNow } from "~/lib/time";
import css from "./time.module.css";

interface RelativeTimeProps {
  at: string;
  /** "4 min", for places whose text says what is counted. */
  bare?: boolean;
  /** For a time that stands alone. A time inside a link or button shows its tip when that is focused. */
  focusable?: boolean;
  tip?: "start" | "end";
}

export function RelativeTime({ at, bare, focusable, tip = "end" }: RelativeTimeProps) {
  const now = useNow();
  return (
    <time
      dateTime={at}
      data-full={absoluteTime(at)}
      tabIndex={focusable ? 0 : undefined}
      className={classes(css.time, tip === "start" && css.start)}
    >
      {bare ? age(at, now) : ago(at, now)}
    </time>
  );
}
