/** What the list of tickets shows: the words searched for and the filters, kept in the address so that a reload keeps them. */
import { useSearchParams } from "react-router";
import type { TicketFilter } from "~/api/tickets";

export const EVERYTHING: TicketFilter = { q: "", open: "open", client: "", board: "" };

type Name = keyof TicketFilter;

export function useFilter(): [TicketFilter, (change: Partial<TicketFilter>) => void] {
  const [search, setSearch] = useSearchParams();
  const filter: TicketFilter = {
    q: search.get("q") ?? "",
    open: openOf(search.get("open")),
    client: search.get("client") ?? "",
    board: search.get("board") ?? "",
  };
  const change = (part: Partial<TicketFilter>) =>
    setSearch((now) => changed(now, part), { replace: true });
  return [filter, change];
}

export function isNarrowed(filter: TicketFilter): boolean {
  return (Object.keys(EVERYTHING) as Name[]).some((name) => filter[name] !== EVERYTHING[name]);
}

function openOf(text: string | null): TicketFilter["open"] {
  return text === "closed" || text === "all" ? text : "open";
}

function changed(now: URLSearchParams, part: Partial<TicketFilter>): URLSearchParams {
  const next = new URLSearchParams(now);
  for (const name of Object.keys(part) as Name[]) {
    const value = part[name] ?? "";
    if (value === EVERYTHING[name]) next.delete(name);
    else next.set(name, value);
  }
  return next;
}
