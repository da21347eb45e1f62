/** Tickets of the account's PSA, read from FlowPilot's copy of them, and what is written to the PSA by hand. */
import { client, keyed, unwrap } from "./client";
import type { components } from "./schema";
import type { AiSession } from "./types";

export type Ticket = components["schemas"]["Ticket"];
export type TicketDetail = components["schemas"]["TicketDetail"];
export type TicketNote = NonNullable<TicketDetail["notes"]>[number];
export type TicketSync = TicketPage["sync"];
export type TicketPage = components["schemas"]["Tickets"];
export type TicketFilters = components["schemas"]["TicketChoices"];
export type NewTicket = components["schemas"]["CreateTicket"];
export type SpinOff = components["schemas"]["SpinOffTicket"];

/** What the list is narrowed to; empty texts narrow nothing. */
export interface TicketFilter {
  q: string;
  open: "open" | "closed" | "all";
  client: string;
  board: string;
}

export const ANY_TICKET: TicketFilter = { q: "", open: "all", client: "", board: "" };

export function fetchTickets(
  filter: TicketFilter,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<TicketPage> {
  const query = {
    ...(filter.q && { q: filter.q }),
    ...(filter.open !== "all" && { open: filter.open === "open" }),
    ...(filter.client && { client: filter.client }),
    ...(filter.board && { board: filter.board }),
    ...(cursor && { cursor }),
  };
  return unwrap(client.GET("/api/v1/psa/tickets", { params: { query }, signal }));
}

export function fetchTicket(number: string): Promise<TicketDetail> {
  return unwrap(client.GET("/api/v1/psa/tickets/{number}", { params: { path: { number } } }));
}

/** The clients, statuses and boards that the list can be narrowed to. */
export function fetchTicketFilters(): Promise<TicketFilters> {
  return unwrap(client.GET("/api/v1/psa/tickets/filters"));
}

/** Asks for the newest state. The event `psa_tickets_synced` says when it is there. */
export async function refreshTickets(key: string): Promise<void> {
  await unwrap(client.POST("/api/v1/psa/tickets/refresh", keyed(key)));
}

/** The event `psa_ticket_created` brings the ticket's number, or why there is none. */
export async function createTicket(ticket: NewTicket, key: string): Promise<string> {
  const answer = await unwrap(client.POST("/api/v1/psa/tickets", { body: ticket, ...keyed(key) }));
  return answer.request_id;
}

export async function spinOffTicket(
  session_id: string,
  ticket: SpinOff,
  key: string,
): Promise<string> {
  const answer = await unwrap(
    client.POST("/api/v1/ai-sessions/{session_id}/spin-off-ticket", {
      params: { path: { session_id } },
      body: ticket,
      ...keyed(key),
    }),
  );
  return answer.request_id;
}

/** The session carries the ticket from now on. */
export function linkTicket(session_id: string, number: string, key: string): Promise<AiSession> {
  return unwrap(
    client.POST("/api/v1/ai-sessions/{session_id}/ticket", {
      params: { path: { session_id } },
      body: { psa_ticket_id: number },
      ...keyed(key),
    }),
  );
}
