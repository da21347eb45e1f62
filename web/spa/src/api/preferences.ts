/** The user's preferences: which events reach them by which channel, quiet hours, digest, theme, shortcuts. */
import { client, keyed, unwrap } from "./client";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type QuietHours = Schemas["QuietHours"];
export type Reach = Schemas["Reach"];
export type NoticeEvent = Reach["items"][number]["event"];
export type PersonalChannel = Reach["items"][number]["channel"];
export type Choices = Partial<Record<NoticeEvent, Partial<Record<PersonalChannel, boolean>>>>;
export type Preferences = Required<Omit<Schemas["Preferences"], "events">> & { events: Choices };

export async function fetchPreferences(): Promise<Preferences> {
  return (await unwrap(client.GET("/api/v1/auth/preferences"))) as Preferences;
}

/** What is left out keeps its value. */
export async function savePreferences(
  part: Partial<Preferences>,
  key: string,
): Promise<Preferences> {
  const body = part as Schemas["Preferences"];
  return (await unwrap(
    client.PUT("/api/v1/auth/preferences", { body, ...keyed(key) }),
  )) as Preferences;
}

/** What would reach the user now. */
export function fetchReach(): Promise<Reach> {
  return unwrap(client.GET("/api/v1/auth/preferences/now"));
}
