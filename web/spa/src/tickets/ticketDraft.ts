/** Checks a new ticket, and turns it into the body of the call. */
import type { NewTicket } from "~/api/tickets";
import type { TicketDraft } from "./TicketFields";

export function problemsOf(draft: TicketDraft): Record<string, string> {
  return {
    ...(draft.company === null && { client_id: "Choose the client." }),
    ...(draft.title.trim() === "" && { title: "Say in a few words what it is about." }),
  };
}

export function bodyOf(draft: TicketDraft): NewTicket {
  return {
    title: draft.title.trim(),
    description: draft.description.trim(),
    client_id: draft.company?.id ?? "",
    ...(draft.contact && { contact_id: draft.contact.id }),
    ...(draft.boardId && { board_id: draft.boardId }),
    ...(draft.priorityId && { priority_id: draft.priorityId }),
  };
}
