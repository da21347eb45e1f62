/** The ticket that the session is linked to, and the statuses that it can get. */
import { useQuery } from "@tanstack/react-query";
import { keys } from "~/api/keys";
import { fetchTicket, type TicketDetail } from "~/api/tickets";
import type { AiSession } from "~/api/types";
import { useLogin } from "~/login/LoginProvider";
import { useLookup } from "~/psa/useLookup";
import type { Posting } from "./useConclude";

/** The linked ticket as the dialog shows it, and what is to be said about posting to it; null if there is nowhere to post. */
export function usePosting({ psa_ticket_id, client_name }: AiSession) {
  const { psa } = useLogin();
  const number = psa ? psa_ticket_id : null;
  const ticket = useQuery({
    queryKey: keys.ticket(number ?? ""),
    queryFn: () => fetchTicket(number ?? ""),
    enabled: number !== null,
  }).data;
  const usualStatusId = useStatuses(ticket).usual;
  const posting: Posting | null =
    number === null
      ? null
      : { client: client_name, seenAt: ticket?.updated_at ?? null, usualStatusId };
  return { ticket, posting };
}

export function useStatuses(ticket: TicketDetail | undefined) {
  const { items } = useLookup("statuses", {
    parentId: ticket?.board_id ?? null,
    enabled: ticket !== undefined,
  });
  const usual = ticket?.resolved_status_id ?? "";
  return { items, usual: items.some(({ id }) => id === usual) ? usual : "" };
}
