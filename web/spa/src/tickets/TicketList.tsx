/** The rows of the list. Each is a link to its ticket. */
import { Link } from "react-router";
import type { Ticket, TicketFilter } from "~/api/tickets";
import { classes } from "~/lib/classes";
import { ticketTag } from "~/lib/text";
import { Button } from "~/ui/Button";
import { EmptyState } from "~/ui/EmptyState";
import { ErrorState } from "~/ui/ErrorState";
import kit from "~/ui/kit.module.css";
import { Pill } from "~/ui/Pill";
import { RelativeTime } from "~/ui/RelativeTime";
import { Skeleton } from "~/ui/Skeleton";
import { isNarrowed } from "./filter";
import css from "./tickets.module.css";
import type { Tickets } from "./useTickets";

interface TicketListProps {
  tickets: Tickets;
  filter: TicketFilter;
  /** The number of the ticket beside the list. */
  shown: string | undefined;
  addressOf: (number: string) => string;
}

export function TicketList({ tickets, filter, shown, addressOf }: TicketListProps) {
  const { rows } = tickets;
  return (
    <div className={classes(css.scroll, tickets.isPlaceholderData && css.stale)}>
      {tickets.isError && (
        <ErrorState
          inline
          what="The tickets could not be loaded."
          error={tickets.error}
          onRetry={tickets.refetch}
        />
      )}
      {!rows && !tickets.isError && (
        <div className={css.pad}>
          <Skeleton heights={[52, 52, 52, 52]} gap={12} label="Loading the tickets" />
        </div>
      )}
      {rows?.length === 0 && <None filter={filter} isComplete={!!tickets.sync?.synced_at} />}
      {rows && (
        <ul data-rows aria-busy={tickets.isPlaceholderData || undefined}>
          {rows.map((ticket) => (
            <TicketRow
              key={ticket.number}
              ticket={ticket}
              isShown={ticket.number === shown}
              address={addressOf(ticket.number)}
            />
          ))}
        </ul>
      )}
      {tickets.hasNextPage && (
        <div className={css.pad}>
          <Button
            look="ghost"
            aria-disabled={tickets.isFetchingNextPage || undefined}
            onClick={() => !tickets.isFetchingNextPage && void tickets.fetchNextPage()}
          >
            {tickets.isFetchingNextPage ? "Loading more…" : "Show more"}
          </Button>
        </div>
      )}
    </div>
  );
}

function None({ filter, isComplete }: { filter: TicketFilter; isComplete: boolean }) {
  if (!isComplete) {
    return (
      <EmptyState
        fact="The tickets are being read."
        hint="The first time takes a few minutes. They appear here as they arrive."
      />
    );
  }
  return <EmptyState fact={isNarrowed(filter) ? "No ticket matches." : "No ticket is open."} />;
}

interface TicketRowProps {
  ticket: Ticket;
  isShown: boolean;
  address: string;
}

function TicketRow({ ticket, isShown, address }: TicketRowProps) {
  const { number, title, client_name, contact_name, status, is_closed, updated_at } = ticket;
  return (
    <li className={css.row} aria-current={isShown || undefined}>
      <h2 className={kit.cut}>
        <Link to={address} title={title} data-row>
          <span className={css.number}>{ticketTag(number)}</span> <bdi>{title}</bdi>
        </Link>
      </h2>
      <span className={css.age}>
        <RelativeTime at={updated_at} bare />
      </span>
      <p className={classes(css.sub, kit.cut, kit.dots)}>
        {client_name && <span dir="auto">{client_name}</span>}
        {contact_name && <span dir="auto">{contact_name}</span>}
        {ticket.session_id && <span>In FlowPilot</span>}
      </p>
      <span className={css.status}>
        <Pill tone={is_closed ? "ok" : "plain"}>{status || (is_closed ? "Closed" : "Open")}</Pill>
      </span>
    </li>
  );
}
