/** The times that are offered for a reminder, in the viewer's time zone. */
import { clockTime } from "~/lib/time";

export interface ReminderChoice {
  value: string;
  label: string;
}

/** RFC 3339; empty while it is being chosen, null is no reminder, and undefined leaves the fix's reminder as it is. */
export type Reminder = string | null | undefined;

/** Why the reminder cannot be sent, or undefined. */
export function reminderProblem(reminder: Reminder, now: number): string | undefined {
  if (reminder === "") return "Choose a time.";
  return reminder && Date.parse(reminder) <= now ? "This time has passed." : undefined;
}

const HOUR_MS = 3_600_000;
const EVENING = 18;
const MORNING = 9;

/** In an hour, this evening unless it is later already, and tomorrow morning; each value is RFC 3339. */
export function reminderChoices(now: number): ReminderChoice[] {
  const inAnHour = new Date(Math.ceil((now + HOUR_MS) / 60_000) * 60_000);
  const evening = dayAt(now, 0, EVENING);
  const morning = dayAt(now, 1, MORNING);
  const choices = [choice("In 1 hour", inAnHour, now)];
  if (evening.getTime() > inAnHour.getTime()) choices.push(choice("This evening", evening, now));
  return [...choices, choice("Tomorrow morning", morning, now)];
}

/** The text of a moment in an input of type `datetime-local`. */
export function toLocalInput(moment: number): string {
  const local = new Date(moment);
  const two = (part: number) => String(part).padStart(2, "0");
  const day = [local.getFullYear(), two(local.getMonth() + 1), two(local.getDate())].join("-");
  return `${day}T${two(local.getHours())}:${two(local.getMinutes())}`;
}

/** RFC 3339; null for a text that is no time. */
export function fromLocalInput(text: string): string | null {
  const moment = new Date(text);
  return text === "" || Number.isNaN(moment.getTime()) ? null : moment.toISOString();
}

function choice(name: string, moment: Date, now: number): ReminderChoice {
  const value = moment.toISOString();
  return { value, label: `${name}, ${clockTime(value, now).replace("Tomorrow ", "")}` };
}

/** In local time, so that a day on which the clocks change is a day too. */
function dayAt(now: number, daysLater: number, hour: number): Date {
  const day = new Date(now);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + daysLater, hour);
}
