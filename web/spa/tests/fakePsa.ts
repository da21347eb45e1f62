/** The account's connection to its PSA: what a test says it is, and how a call changes it. */
import type { LookupItem } from "~/api/lookups";
import type { PsaConnection, PsaPerson } from "~/api/psaConnection";
import { NOW } from "./factories";

type Params = Record<string, unknown>;
type Body = Record<string, unknown>;

export const WEBHOOK_SECRET = "x9Qm2vR4tZ7pL1sK8dF3gH6jW0cB5nYa";

const NOTHING: PsaConnection = {
  state: "none",
  provider: null,
  base_url: null,
  is_simulated: false,
  credentials: {},
  options: {},
  missing_options: null,
  webhook: null,
  last_error: null,
  failing_since: null,
  tested_at: null,
  synced_at: null,
  pending_pushes: 0,
};

export function makeConnection(part: Partial<PsaConnection> = {}): PsaConnection {
  return {
    ...NOTHING,
    state: "ok",
    provider: "connectwise",
    base_url: "https://api-eu.myconnectwise.net",
    credentials: { company_id: "acme", public_key: null, private_key: null },
    missing_options: { notes: [], public_notes: [] },
    webhook: { url: "https://flowpilot.test/api/v1/psa/webhooks/1", has_secret: false },
    tested_at: NOW,
    synced_at: NOW,
    ...part,
  };
}

export function makeItem(id: string, name: string): LookupItem {
  return { id, name, parent_id: null, is_closed: false, forbids_time: false };
}

export class FakePsa {
  connection: PsaConnection = NOTHING;
  /** By kind, or by kind and parent: `statuses:1`. A list that is missing is still being read. */
  lists: Record<string, LookupItem[]> = {};
  people: PsaPerson[] = [];

  /** Path and answer of each GET. */
  readonly reads: [string, (params: Params, query: URLSearchParams) => unknown][] = [
    ["/psa/connection", () => ({ ...this.connection })],
    ["/psa/people", () => ({ items: structuredClone(this.people) })],
    ["/psa/lookups/:kind", ({ kind }, query) => this.lookup(String(kind), query.get("parent_id"))],
  ];

  /** Method, path, status and answer of each write. */
  readonly writes: [
    "post" | "put" | "delete",
    string,
    number,
    (params: Params, body: Body) => unknown,
  ][] = [
    ["put", "/psa/connection", 200, (_params, body) => this.put(body)],
    ["post", "/psa/connection/test", 202, () => ({ status: "queued" })],
    ["post", "/psa/connection/webhook-secret", 200, () => this.makeSecret()],
    ["put", "/psa/people", 200, (_params, { items }) => this.putPeople(items as PsaPerson[])],
    [
      "delete",
      "/psa/connection",
      204,
      () => {
        this.connection = NOTHING;
      },
    ],
  ];

  private put({ credentials, ...body }: Body) {
    const given = Object.keys((credentials as object) ?? {}).map((name) => [name, null]);
    const known = { ...this.connection.credentials, ...Object.fromEntries(given) };
    const change = { ...body, credentials: known } as Partial<PsaConnection>;
    this.connection = makeConnection({ ...this.connection, state: "untested", ...change });
    this.connection.webhook ??= makeConnection().webhook;
    return { ...this.connection };
  }

  private putPeople(items: PsaPerson[]) {
    for (const { user_id, agent_id } of items) {
      const person = this.people.find((one) => one.user_id === user_id);
      if (person) Object.assign(person, { agent_id, suggested_agent_id: null });
    }
    return { items: structuredClone(this.people) };
  }

  private makeSecret() {
    if (this.connection.webhook) this.connection.webhook.has_secret = true;
    return { secret: WEBHOOK_SECRET };
  }

  private lookup(kind: string, parent: string | null) {
    const items = this.lists[parent ? `${kind}:${parent}` : kind];
    return {
      items: items ?? [],
      has_more: false,
      status: items ? "ready" : "pending",
      fetched_at: items ? NOW : null,
      error: null,
    };
  }
}
