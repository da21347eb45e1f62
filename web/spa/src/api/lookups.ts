/** The lists that FlowPilot read from the account's PSA. */
import { client, unwrap } from "./client";
import type { components } from "./schema";

export type Lookup = components["schemas"]["Lookup"];
export type LookupItem = components["schemas"]["LookupItem"];

export type LookupKind =
  | "agents"
  | "boards"
  | "companies"
  | "contacts"
  | "note_types"
  | "priorities"
  | "publish_levels"
  | "roles"
  | "statuses"
  | "ticket_types"
  | "work_types";

export interface LookupQuery {
  q?: string;
  parent_id?: string;
}

/** What FlowPilot keeps of a list. The event `psa_lookups_changed` says when a newer one was read. */
export function fetchLookup(kind: LookupKind, query: LookupQuery = {}): Promise<Lookup> {
  return unwrap(client.GET("/api/v1/psa/lookups/{kind}", { params: { path: { kind }, query } }));
}
