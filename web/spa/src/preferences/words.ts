/** The events that people are told of, the days and times of preferences, in words. */
import type { NoticeEvent, PersonalChannel, Reach } from "~/api/preferences";

export const EVENTS: Readonly<Record<NoticeEvent, string>> = {
  escalation_created: "Escalation to the team",
  escalation_targeted: "Escalation to me",
  escalation_claimed: "My escalation is picked up",
  escalation_withdrawn: "Escalation is withdrawn",
  escalation_waiting: "Escalation still waits for a pick-up",
  session_resolved: "Somebody else resolves my session",
  fix_reminder: "Time to verify a fix",
  psa_push_failed: "A write-up does not reach the PSA",
  channel_switched_off: "A notification channel is switched off",
  psa_connection_failing: "The PSA connection fails",
  ai_budget_80: "80 % of the AI budget is used",
  ai_budget_reached: "The AI budget is used up",
  subscription_changed: "The plan changes",
  digest: "Digest",
  invitation: "Invitation",
  password_reset: "Password reset",
  new_device_login: "Sign-in from a new device",
  totp_changed: "Two-factor is switched on or off",
};

export const CHANNELS: readonly { channel: PersonalChannel; label: string; by: string }[] = [
  { channel: "bell", label: "Bell", by: "behind the bell" },
  { channel: "mail", label: "Mail", by: "by mail" },
  { channel: "push", label: "Push", by: "by push" },
];

/** 0 is Monday, as in the API. */
export const WEEKDAYS = [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
] as const;

const LEAVING: readonly PersonalChannel[] = ["mail", "push"];

/** "At 23:10 on a Tuesday: nothing but targeted ones." Only what leaves the app and can be switched is counted. */
export function reachText(reach: Reach): string {
  const leaving = reach.items.filter(
    ({ channel, setting }) => LEAVING.includes(channel) && setting !== "always",
  );
  const eventsWith = (...reaches: string[]) =>
    new Set(leaving.filter((item) => reaches.includes(item.reaches)).map(({ event }) => event));
  const text = whatArrives(eventsWith("now"), eventsWith("now", "later"));
  return `At ${reach.local_time} on a ${WEEKDAYS[reach.weekday]}: ${text}.`;
}

function whatArrives(now: Set<string>, wanted: Set<string>): string {
  if (wanted.size === 0) return "nothing, by mail or push you get nothing at all";
  if (now.size === wanted.size) return "everything that is switched on";
  if (now.size === 0) return "nothing";
  if (now.size === 1 && now.has("escalation_targeted")) return "nothing but targeted ones";
  return `${now.size} of ${wanted.size} kinds`;
}

/** What happens to the rest: "Quiet until Wednesday 06:00, then one digest." Empty if nothing waits. */
export function waitingText(reach: Reach): string {
  const at = (moment: string) => dayAndTime(moment, reach.time_zone);
  if (reach.quiet_until && reach.next_digest_at)
    return `Quiet until ${at(reach.quiet_until)}. The next digest comes ${at(reach.next_digest_at)}.`;
  if (reach.quiet_until)
    return `Quiet until ${at(reach.quiet_until)}. What still waits then comes as one digest.`;
  if (reach.next_digest_at) return `The next digest comes ${at(reach.next_digest_at)}.`;
  return "";
}

/** "Wednesday 06:00" by the clocks of the time zone; of the browser's if it does not know the zone. */
export function dayAndTime(moment: string, timeZone: string): string {
  const form = { weekday: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  const date = new Date(moment);
  try {
    return date.toLocaleString("en-GB", { ...form, timeZone });
  } catch {
    return date.toLocaleString("en-GB", form);
  }
}

/** "Quiet hours: 22:00 to 06:00" is on the next day if it does not come later on the same one. */
export function endsNextDay(from: string, to: string): boolean {
  return to <= from;
}
