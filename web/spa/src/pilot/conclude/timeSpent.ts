/** The time spent on a session, as it is proposed and as the user types it. */
import type { Documentation, Step } from "~/api/types";
import { MAX_MINUTES } from "~/writeUps/sections";

/** A longer gap between two steps was spent on something else. */
const MAX_GAP_MS = 10 * 60_000;

/** Minutes of activity: the gaps under ten minutes between what people and the copilot did. The server's proposal counts the same way. */
export function activeMinutes(steps: readonly Step[]): number {
  const acts = steps.filter((step) => step.kind !== "system");
  const times = acts.map((step) => Date.parse(step.created_at)).sort((a, b) => a - b);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  const active = gaps.filter((gap) => gap < MAX_GAP_MS).reduce((sum, gap) => sum + gap, 0);
  return Math.ceil(active / 60_000);
}

/** What the shown time is based on, in words. */
export function basisOf(documentation: Documentation | undefined, steps: readonly Step[]): string {
  if (!documentation) return "In minutes.";
  const { time_spent_minutes: shown, is_time_proposed } = documentation;
  if (!is_time_proposed) return "As it was recorded before.";
  const minutes = activeMinutes(steps);
  const isRounded = minutes < shown;
  return `${minutes} min of activity${isRounded ? `, rounded up to ${shown}` : ""}.`;
}

/** Null: not a number of minutes that the API accepts. */
export function minutesOf(typed: string): number | null {
  const words = typed.trim();
  if (!/^\d{1,5}$/.test(words)) return null;
  const minutes = Number(words);
  return minutes <= MAX_MINUTES ? minutes : null;
}
