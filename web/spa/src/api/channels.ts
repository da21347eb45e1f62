/** The account's notification channels: Slack, Teams and signed webhooks, and the log of the calls to each. */
import { client, keyed, unwrap } from "./client";
import type { components } from "./schema";

export type Channel = components["schemas"]["Channel"];
export type ChannelKind = Channel["kind"];
/** The answer to creating a channel. Only that of a webhook has the secret, and only this once. */
export type NewChannel = components["schemas"]["MadeChannel"];
export type ChannelCall = components["schemas"]["ChannelCall"];
export type ChannelEvent = Channel["events"][number];

export interface ChannelDraft {
  kind: ChannelKind;
  name: string;
  url: string;
  events: ChannelEvent[];
}

/** An account has few channels, so one page holds them all. */
const ALL = { limit: 200 };

export async function fetchChannels(): Promise<Channel[]> {
  const page = await unwrap(
    client.GET("/api/v1/notification-channels", { params: { query: ALL } }),
  );
  return page.items;
}

export function addChannel(draft: ChannelDraft, key: string): Promise<NewChannel> {
  return unwrap(client.POST("/api/v1/notification-channels", { body: draft, ...keyed(key) }));
}

export type ChannelChange = Partial<Omit<ChannelDraft, "kind">> & { is_active?: boolean };

export function changeChannel(
  channel_id: string,
  change: ChannelChange,
  key: string,
): Promise<Channel> {
  return unwrap(
    client.PATCH("/api/v1/notification-channels/{channel_id}", {
      params: { path: { channel_id } },
      body: change,
      ...keyed(key),
    }),
  );
}

export async function removeChannel(channel_id: string): Promise<void> {
  const params = { path: { channel_id } };
  await unwrap(client.DELETE("/api/v1/notification-channels/{channel_id}", { params }));
}

/** Sends a message that says it is a test. The event `channel_tested` brings the result. */
export async function testChannel(channel_id: string, key: string): Promise<void> {
  await unwrap(
    client.POST("/api/v1/notification-channels/{channel_id}/test", {
      params: { path: { channel_id } },
      ...keyed(key),
    }),
  );
}

/** The last hundred calls, newest first. */
export async function fetchCalls(channel_id: string): Promise<ChannelCall[]> {
  const params = { path: { channel_id } };
  const page = await unwrap(
    client.GET("/api/v1/notification-channels/{channel_id}/calls", { params }),
  );
  return page.items;
}

export async function resendCall(channel_id: string, call_id: string, key: string): Promise<void> {
  await unwrap(
    client.POST("/api/v1/notification-channels/{channel_id}/calls/{call_id}/resend", {
      params: { path: { channel_id, call_id } },
      ...keyed(key),
    }),
  );
}
