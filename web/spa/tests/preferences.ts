/** Preferences as the API answers them, and what would reach the user by them. */
import type { Preferences, Reach } from "~/api/preferences";

export function makePreferences(part: Partial<Preferences> = {}): Preferences {
  return {
    time_zone: "Europe/Berlin",
    events: {
      escalation_created: { mail: true, push: true },
      escalation_targeted: { mail: true, push: true },
      session_resolved: { bell: true, mail: true, push: false },
    },
    quiet_hours: null,
    targeted_passes_quiet_hours: true,
    digest: "off",
    digest_at: "08:00",
    single_key_shortcuts: true,
    theme: "system",
    ...part,
  };
}

/** On a Tuesday at 23:10 in Berlin. Quiet hours are taken to have begun. */
export function reachWith(preferences: Preferences): Reach {
  const isQuiet = preferences.quiet_hours !== null;
  const items = Object.entries(preferences.events).flatMap(([event, channels]) => [
    ...(channels.bell === undefined
      ? [{ event, channel: "bell", setting: "always", reaches: "now", at: null }]
      : []),
    ...Object.entries(channels).map(([channel, isOn]) => {
      const isHeld = isQuiet && channel !== "bell" && event !== "escalation_targeted";
      const reaches = !isOn ? "off" : isHeld ? "later" : "now";
      return { event, channel, setting: "on", reaches, at: null };
    }),
  ]);
  return {
    at: "2025-11-04T22:10:00Z",
    time_zone: preferences.time_zone,
    local_time: "23:10",
    weekday: 1,
    quiet_until: isQuiet ? "2025-11-05T05:00:00Z" : null,
    next_digest_at: null,
    items: items as Reach["items"],
  };
}
