/** The account's tickets: search and filters, the list, and beside it the ticket of the address (`/tickets/48210`). */
import { useState } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import type { TicketFilter } from "~/api/tickets";
import { useKeys } from "~/keyboard/useKeys";
import { classes } from "~/lib/classes";
import { useMedia, WIDE } from "~/lib/useMedia";
import { useIsViewer } from "~/login/LoginProvider";
import { lazyPart } from "~/ui/lazyPart";
import { useFilter } from "./filter";
import { NoPsa } from "./NoPsa";
import { TicketHead } from "./TicketHead";
import { TicketList } from "./TicketList";
import { TicketView } from "./TicketView";
import css from "./tickets.module.css";
import { type Tickets as TicketsOf, useTickets } from "./useTickets";

const NewTicketDialog = lazyPart(() => import("./NewTicketDialog"));

export default function TicketsDesk() {
  const [filter, change] = useFilter();
  const tickets = useTickets(filter);
  if (tickets.isUnconnected) return <NoPsa />;
  return <Tickets tickets={tickets} filter={filter} onChange={change} />;
}

interface TicketsProps {
  tickets: TicketsOf;
  filter: TicketFilter;
  onChange: (part: Partial<TicketFilter>) => void;
}

/** On narrow screens a ticket takes the place of the list. */
function Tickets({ tickets, filter, onChange }: TicketsProps) {
  const { number } = useParams();
  const navigate = useNavigate();
  const addressOf = useAddress();
  const isWide = useMedia(WIDE);
  const isViewer = useIsViewer();
  const [isCreating, setIsCreating] = useState(false);
  const create = isViewer ? null : () => setIsCreating(true);
  useKeys({ "/": focusSearch, ...(create && { n: create }) });
  const shown = number ?? (isWide ? tickets.rows?.[0]?.number : undefined);
  const hasList = isWide || !number;
  return (
    <>
      {hasList && (
        <TicketHead tickets={tickets} filter={filter} onChange={onChange} onCreate={create} />
      )}
      <div className={classes(css.split, !shown && css.alone)}>
        {hasList && (
          <TicketList tickets={tickets} filter={filter} shown={shown} addressOf={addressOf} />
        )}
        {shown && (
          <TicketView
            key={shown}
            number={shown}
            onBack={hasList ? null : () => navigate(addressOf(null))}
          />
        )}
      </div>
      {isCreating && (
        <NewTicketDialog
          onClose={() => setIsCreating(false)}
          onCreated={(made) => navigate(addressOf(made))}
        />
      )}
    </>
  );
}

/** A ticket's address, or the list's, with the filter. */
function useAddress(): (number: string | null) => string {
  const [search] = useSearchParams();
  return (number) => `/tickets${number ? `/${encodeURIComponent(number)}` : ""}?${search}`;
}

function focusSearch(): void {
  document.querySelector<HTMLElement>("main input[type=search]")?.focus();
}
