/** The account's connection to its PSA, and which of its members the people are. */
import { client, keyed, unwrap } from "./client";
import type { components } from "./schema";

export type PsaConnection = components["schemas"]["PsaConnection"];
export type Provider = NonNullable<PsaConnection["provider"]>;
export type ConnectionDraft = components["schemas"]["PutPsaConnection"];
export type PsaPerson = components["schemas"]["PsaPerson"];

export function fetchConnection(): Promise<PsaConnection> {
  return unwrap(client.GET("/api/v1/psa/connection"));
}

/** Secrets that are left out stay as they are, unless the address or the company changes. */
export function putConnection(body: ConnectionDraft, key: string): Promise<PsaConnection> {
  return unwrap(client.PUT("/api/v1/psa/connection", { body, ...keyed(key) }));
}

export async function disconnect(): Promise<void> {
  await unwrap(client.DELETE("/api/v1/psa/connection"));
}

/** The event `psa_connection_tested` brings the result. */
export async function testConnection(key: string): Promise<void> {
  await unwrap(client.POST("/api/v1/psa/connection/test", keyed(key)));
}

/** A new secret for incoming webhooks, shown only in this answer. */
export async function makeWebhookSecret(key: string): Promise<string> {
  const made = await unwrap(client.POST("/api/v1/psa/connection/webhook-secret", keyed(key)));
  return made.secret;
}

export async function fetchPeople(): Promise<PsaPerson[]> {
  return (await unwrap(client.GET("/api/v1/psa/people"))).items;
}

export type AgentChoice = Pick<PsaPerson, "user_id" | "agent_id">;

export async function putPeople(items: AgentChoice[], key: string): Promise<PsaPerson[]> {
  return (await unwrap(client.PUT("/api/v1/psa/people", { body: { items }, ...keyed(key) }))).items;
}
