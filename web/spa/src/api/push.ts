/** Push messages to this browser. */
import { client, keyed, unwrap } from "./client";
import type { components } from "./schema";

export type Subscription = components["schemas"]["Subscribe"];

/** The key to subscribe with, base64 for URLs. */
export async function fetchPushKey(): Promise<string> {
  return (await unwrap(client.GET("/api/v1/auth/push-key"))).key;
}

export async function subscribe(subscription: Subscription, key: string): Promise<void> {
  const body = { body: subscription, ...keyed(key) };
  await unwrap(client.POST("/api/v1/auth/push-subscriptions", body));
}

export async function unsubscribe(endpoint: string, key: string): Promise<void> {
  await unwrap(
    client.DELETE("/api/v1/auth/push-subscriptions", { body: { endpoint }, ...keyed(key) }),
  );
}
