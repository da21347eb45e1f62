/** The list of tickets for a filter. The rows stay while the next filter loads, and an older request is cancelled. */
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { hasCode } from "~/api/errors";
import { keys } from "~/api/keys";
import { fetchTickets, type TicketFilter } from "~/api/tickets";

export type Tickets = ReturnType<typeof useTickets>;

export function useTickets(filter: TicketFilter) {
  const list = useInfiniteQuery({
    queryKey: keys.ticketList(filter),
    queryFn: ({ pageParam, signal }) => fetchTickets(filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
  });
  return {
    ...list,
    rows: list.data?.pages.flatMap(({ items }) => items),
    /** How current the copy is; the newest page knows best. */
    sync: list.data?.pages[0]?.sync,
    isUnconnected: list.isError && hasCode(list.error, "psa_not_connected"),
  };
}
