/** One ticket: description, notes, the session that works on it, and what can be done with it. */
import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, EyeOff, Users } from "lucide-react";
import { keys } from "~/api/keys";
import { fetchTicket, type TicketDetail, type TicketNote } from "~/api/tickets";
import { classes } from "~/lib/classes";
import { ticketTag } from "~/lib/text";
import { clockTime, useNow } from "~/lib/time";
import { IconButton } from "~/ui/Button";
import { ErrorState } from "~/ui/ErrorState";
import kit from "~/ui/kit.module.css";
import { Pill } from "~/ui/Pill";
import { RelativeTime } from "~/ui/RelativeTime";
import { ScreenTitle } from "~/ui/ScreenTitle";
import { ScrollBox } from "~/ui/ScrollBox";
import { Skeleton } from "~/ui/Skeleton";
import { TicketActions } from "./TicketActions";
import css from "./tickets.module.css";

interface TicketViewProps {
  number: string;
  /** On narrow screens the ticket takes the place of the list. */
  onBack: (() => void) | null;
}

export function TicketView({ number, onBack }: TicketViewProps) {
  const ticket = useQuery({ queryKey: keys.ticket(number), queryFn: () => fetchTicket(number) });
  return (
    <section className={css.view} aria-label={`Ticket ${ticketTag(number)}`}>
      <ScrollBox className={kit.scroll} label="Ticket">
        <div className={css.viewBody}>
          {onBack && (
            <IconButton label="Back to the list" onClick={onBack}>
              <ArrowLeft size={16} strokeWidth={1.5} />
            </IconButton>
          )}
          {ticket.data && <Content ticket={ticket.data} isScreen={onBack !== null} />}
          {ticket.isPending && <Skeleton heights={[28, 20, 120]} gap={12} label="Loading" />}
          {ticket.isError && !ticket.data && (
            <ErrorState
              inline
              what="The ticket could not be loaded."
              error={ticket.error}
              onRetry={ticket.refetch}
            />
          )}
        </div>
      </ScrollBox>
      {ticket.data && <TicketActions ticket={ticket.data} />}
    </section>
  );
}

interface ContentProps {
  ticket: TicketDetail;
  /** Its title is the screen's. */
  isScreen: boolean;
}

function Content({ ticket, isScreen }: ContentProps) {
  const now = useNow();
  const Heading = isScreen ? "h2" : "h3";
  const { title, client_name, contact_name, priority, board } = ticket;
  return (
    <>
      <div>
        {isScreen ? (
          <ScreenTitle className={css.viewTitle}>{title}</ScreenTitle>
        ) : (
          <h2 className={css.viewTitle} dir="auto">
            {title}
          </h2>
        )}
        <p className={classes(kit.meta, kit.dots)}>
          <span>{ticketTag(ticket.number)}</span>
          {client_name && <span dir="auto">{client_name}</span>}
          {contact_name && <span dir="auto">{contact_name}</span>}
          {priority && <span dir="auto">{priority}</span>}
          {board && <span dir="auto">{board}</span>}
        </p>
        <p className={css.state}>
          <Pill tone={ticket.is_closed ? "ok" : "plain"}>{ticket.status || "Open"}</Pill>
          <span className={kit.meta}>
            Changed <RelativeTime at={ticket.updated_at} focusable tip="start" />, read at{" "}
            {clockTime(ticket.synced_at, now)}
          </span>
        </p>
      </div>
      {(ticket.gone || ticket.merged_into) && (
        <p className={css.gone} role="note">
          {ticket.merged_into
            ? `This ticket was merged into ${ticketTag(ticket.merged_into)}.`
            : "The ticket system no longer has this ticket. This is the last copy."}
        </p>
      )}
      <div>
        <Heading className={css.part}>Description</Heading>
        {ticket.description ? (
          <p className={css.text} dir="auto">
            {ticket.description}
          </p>
        ) : (
          <p className={kit.muted}>None</p>
        )}
      </div>
      <Notes notes={withoutDescription(ticket)} Heading={Heading} />
    </>
  );
}

/** ConnectWise PSA keeps the description as the first note. */
function withoutDescription({ notes, description }: TicketDetail): TicketNote[] | null {
  const [first, ...rest] = notes ?? [];
  return first?.text.trim() === description.trim() ? rest : notes;
}

interface NotesProps {
  notes: TicketNote[] | null;
  Heading: "h2" | "h3";
}

function Notes({ notes, Heading }: NotesProps) {
  return (
    <div>
      <Heading className={css.part}>Notes</Heading>
      {!notes && <Skeleton heights={[40, 40]} gap={8} label="Reading the notes" />}
      {notes?.length === 0 && <p className={kit.muted}>None</p>}
      <ul className={css.notes}>
        {notes?.map((note, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: notes are only ever added at the end.
          <Note key={index} note={note} />
        ))}
      </ul>
    </div>
  );
}

function Note({ note }: { note: TicketNote }) {
  return (
    <li className={css.note}>
      <p className={classes(kit.meta, css.by)}>
        <strong dir="auto">{note.author || "Unknown"}</strong>
        {note.created_at && <RelativeTime at={note.created_at} focusable tip="start" />}
        {note.is_public ? (
          <Pill tone="warn" icon={<Users size={12} strokeWidth={1.5} />}>
            Client sees it
          </Pill>
        ) : (
          <Pill icon={<EyeOff size={12} strokeWidth={1.5} />}>Internal</Pill>
        )}
      </p>
      <p className={css.text} dir="auto">
        {note.text}
      </p>
    </li>
  );
}
