/** What a form changed. What stays as it is is not sent: it would become a choice, and no longer follow the default. */
import type { Choices, NoticeEvent, Preferences } from "~/api/preferences";

export function changesOf(
  edited: Partial<Preferences>,
  kept: Partial<Preferences>,
): Partial<Preferences> {
  const { events = {}, ...others } = edited;
  const changed = Object.entries(others).filter(
    ([name, value]) => !isSame(value, kept[name as keyof Preferences]),
  );
  const choices = changedChoices(events, kept.events ?? {});
  const isAnyChosen = Object.keys(choices).length > 0;
  return { ...Object.fromEntries(changed), ...(isAnyChosen && { events: choices }) };
}

function changedChoices(edited: Choices, kept: Choices): Choices {
  const changed = Object.entries(edited).map(([event, channels]) => {
    const before: Record<string, boolean> = kept[event as NoticeEvent] ?? {};
    return [
      event,
      Object.entries(channels).filter(([name, isOn]) => before[name] !== isOn),
    ] as const;
  });
  return Object.fromEntries(
    changed
      .filter(([, channels]) => channels.length > 0)
      .map(([event, channels]) => [event, Object.fromEntries(channels)]),
  );
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
