/** The time zones that a user can choose from. */

/** Sorted; always with UTC and the given ones, which this browser may call by another name. */
export function timeZones(...more: string[]): string[] {
  return [...new Set([...Intl.supportedValuesOf("timeZone"), "UTC", ...more])].sort();
}

export function browserTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
