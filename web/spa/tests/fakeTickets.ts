/** The copy of the PSA's tickets, and what a call does to it. */
import type { Push } from "~/api/pushes";
import type { TicketDetail } from "~/api/tickets";
import { id, NOW } from "./factories";

type Params = Record<string, unknown>;
type Body = Record<string, unknown>;

const SYNC = {
  provider: "connectwise" as const,
  state: "ok" as const,
  error: null,
  synced_at: NOW,
  is_syncing: false,
  tickets_read: 2,
};

export function makeTicket(part: Partial<TicketDetail> = {}): TicketDetail {
  return {
    number: "48231",
    title: "Nightly backup of FS01 fails",
    client_name: "Contoso",
    contact_name: "Jane Lee",
    status: "In progress",
    priority: "Priority 2",
    board: "Help Desk",
    is_closed: false,
    updated_at: NOW,
    synced_at: NOW,
    session_id: null,
    gone: false,
    merged_into: null,
    description: "VSS writer timed out.",
    board_id: "1",
    status_id: "17",
    resolved_status_id: "20",
    notes: [],
    notes_synced_at: NOW,
    sync: SYNC,
    ...part,
  };
}

export function makePush(part: Partial<Push> = {}): Push {
  return {
    status: "sent",
    remote_id: "1",
    error: null,
    error_message: null,
    status_change: null,
    time_entry: null,
    occasion: "resolve",
    is_public: false,
    ticket: "48231",
    requested_at: NOW,
    next_attempt_at: null,
    sent_at: NOW,
    ...part,
  };
}

export class FakeTickets {
  tickets: TicketDetail[] = [];
  push: Push = makePush({ status: "no_psa", ticket: null, sent_at: null });
  /** The search of each read of the list. */
  readonly searches: string[] = [];
  /** The ids of the requests for new tickets. */
  readonly requests: string[] = [];
  /** Called before the answer to a request leaves. */
  onRequest: (requestId: string) => void = () => undefined;

  readonly reads: [string, (params: Params, query: URLSearchParams) => unknown][] = [
    ["/psa/tickets/filters", () => ({ statuses: [], boards: ["Help Desk"], clients: ["Contoso"] })],
    ["/psa/tickets/:number", ({ number }) => this.tickets.find((one) => one.number === number)],
    ["/psa/tickets", (_params, query) => this.list(query)],
    ["/ai-sessions/:id/psa-push", () => ({ ...this.push })],
  ];

  /** Path, status and answer of each POST; linking is the session's own. */
  readonly writes: [string, number, (params: Params, body: Body) => unknown][] = [
    ["/psa/tickets", 202, () => this.request()],
    ["/psa/tickets/refresh", 202, () => ({ status: "queued" })],
    ["/ai-sessions/:id/spin-off-ticket", 202, () => this.request()],
    ["/ai-sessions/:id/psa-push", 202, () => this.pushAgain()],
  ];

  private list(query: URLSearchParams) {
    this.searches.push(String(query));
    const words = query.get("q")?.toLowerCase() ?? "";
    const open = query.get("open");
    const items = this.tickets.filter(
      ({ title, is_closed }) =>
        title.toLowerCase().includes(words) && (open === null || open === String(!is_closed)),
    );
    return { items, next_cursor: null, sync: SYNC };
  }

  private request() {
    const requestId = id();
    this.requests.push(requestId);
    this.onRequest(requestId);
    return { request_id: requestId };
  }

  private pushAgain() {
    this.push = { ...this.push, status: "queued", error: null, error_message: null };
    return { ...this.push };
  }
}
