/** The facts of a session. */
import { client, keyed, unwrap } from "./client";
import type { Fact } from "./types";

const FACT = "/api/v1/ai-sessions/{session_id}/facts/{fact_id}";

export interface NewFact {
  kind: string;
  value: string;
}

/** Only the given fields are changed. */
export interface FactChange {
  value?: string;
  pinned?: boolean;
}

/** The dismissed facts, oldest first. */
export async function fetchDismissedFacts(session_id: string): Promise<Fact[]> {
  const page = await unwrap(
    client.GET("/api/v1/ai-sessions/{session_id}/facts", {
      params: { path: { session_id }, query: { dismissed: true } },
    }),
  );
  return page.items.filter((fact) => fact.dismissed_at !== null);
}

export function addFact(session_id: string, fact: NewFact, key: string): Promise<Fact> {
  return unwrap(
    client.POST("/api/v1/ai-sessions/{session_id}/facts", {
      params: { path: { session_id } },
      body: fact,
      ...keyed(key),
    }),
  );
}

export function editFact(
  session_id: string,
  fact_id: string,
  change: FactChange,
  key: string,
): Promise<Fact> {
  return unwrap(client.PATCH(FACT, { ...at(session_id, fact_id), body: change, ...keyed(key) }));
}

/** The copilot cannot add the fact again; only `restoreFact` restores it. */
export function dismissFact(session_id: string, fact_id: string, key: string): Promise<Fact> {
  return unwrap(client.DELETE(FACT, { ...at(session_id, fact_id), ...keyed(key) }));
}

export function restoreFact(session_id: string, fact_id: string, key: string): Promise<Fact> {
  return unwrap(client.POST(`${FACT}/restore`, { ...at(session_id, fact_id), ...keyed(key) }));
}

function at(session_id: string, fact_id: string) {
  return { params: { path: { session_id, fact_id } } };
}
