/** Who has a topic open: `escalations`, `session:{id}` or `handoff:{id}`. */
import { client, unwrap } from "./client";

/** Shows this user on a topic for 30 s. */
export async function showAt(topic: string, tab: string, typing: boolean): Promise<void> {
  await unwrap(client.POST("/api/v1/presence", { body: { topic, tab, typing } }));
}

/** `keepalive` lets the call outlive a page that closes. */
export async function leave(topic: string, tab: string): Promise<void> {
  const params = { query: { topic, tab } };
  await unwrap(client.DELETE("/api/v1/presence", { params, keepalive: true }));
}

/** The people at each of at most 60 topics, this user included. */
export async function fetchPresence(topics: readonly string[]) {
  const params = { query: { topics: topics.join(",") } };
  return (await unwrap(client.GET("/api/v1/presence", { params }))).items;
}
