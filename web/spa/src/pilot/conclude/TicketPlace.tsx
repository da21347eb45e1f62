/** What is posted to the ticket, and who will see it. Nothing is public unless the user chooses it and has read it as the client would. */
import { Lock, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { TicketDetail } from "~/api/tickets";
import type { AiSession } from "~/api/types";
import { classes } from "~/lib/classes";
import { ticketTag } from "~/lib/text";
import { Choice, SelectField } from "~/ui/Field";
import { Segmented } from "~/ui/Segmented";
import dialogs from "../dialogs/dialogs.module.css";
import css from "./conclude.module.css";
import type { Audience, Conclusion } from "./useConclusion";
import { useStatuses } from "./useTicketChoices";

const AUDIENCES = [
  { value: "internal", label: "Internal note" },
  { value: "public", label: "Public reply" },
  { value: "nobody", label: "Nothing" },
] as const;

interface TicketPlaceProps {
  aiSession: AiSession;
  /** Null if the account has connected no ticket system. */
  psa: { is_simulated: boolean } | null;
  ticket: TicketDetail | undefined;
  conclusion: Conclusion;
  /** What the client would see now. */
  shown: string;
  error: string | null;
}

export function TicketPlace(props: TicketPlaceProps) {
  const { aiSession, psa, conclusion } = props;
  const number = aiSession.psa_ticket_id;
  if (!psa || !number) return <NoPlace aiSession={aiSession} isConnected={psa !== null} />;
  const { audience } = conclusion.entered;
  return (
    <section className={css.place} aria-labelledby="place-title">
      <h3 id="place-title" className={dialogs.legend}>
        Post to ticket {ticketTag(number)}
      </h3>
      <Segmented
        label="Who sees it"
        value={audience}
        options={AUDIENCES}
        onChoose={(value: Audience) => conclusion.enter({ audience: value, readText: null })}
      />
      {audience === "public" && <PublicQuestion {...props} />}
      {audience === "internal" && <Note icon={Lock}>Only your team sees it in the ticket.</Note>}
      {audience === "nobody" && (
        <Note icon={Lock}>The write-up stays in FlowPilot, for your team.</Note>
      )}
    </section>
  );
}

function PublicQuestion({ aiSession, conclusion, shown, error, ticket }: TicketPlaceProps) {
  const client = aiSession.client_name;
  if (!client) {
    return (
      <Note icon={TriangleAlert} isWarning>
        This session has no client. Add the client first, or post an internal note.
      </Note>
    );
  }
  return (
    <Note icon={TriangleAlert} isWarning>
      <strong>{client} will see this.</strong>
      {ticket?.contact_name &&
        ` It goes to ${ticket.contact_name} and whoever else is on the ticket.`}
      <Choice
        type="checkbox"
        name="isRead"
        label={`I have read it as ${client} would`}
        checked={conclusion.entered.readText === shown}
        aria-invalid={error ? true : undefined}
        onChange={({ target }) => conclusion.enter({ readText: target.checked ? shown : null })}
      />
      {error && <span className={css.missing}>{error}</span>}
    </Note>
  );
}

function NoPlace({ aiSession, isConnected }: { aiSession: AiSession; isConnected: boolean }) {
  const client = aiSession.client_name ?? "The client";
  return (
    <section className={css.place} aria-labelledby="place-title">
      <h3 id="place-title" className={dialogs.legend}>
        {aiSession.psa_ticket_id
          ? `Post to ticket ${ticketTag(aiSession.psa_ticket_id)}`
          : "Post to a ticket"}
      </h3>
      <Note icon={Lock}>
        <strong>{isConnected ? "No ticket linked." : "No PSA connected."}</strong> Nothing is
        posted. The write-up stays in FlowPilot, for your team. {client} will not see it: a text for
        the client is written and posted apart, under Documentation.
      </Note>
    </section>
  );
}

interface NoteProps {
  icon: LucideIcon;
  isWarning?: boolean;
  children: ReactNode;
}

function Note({ icon: Icon, isWarning, children }: NoteProps) {
  return (
    <div className={classes(css.note, isWarning && css.warning)}>
      <Icon size={14} strokeWidth={1.5} aria-hidden="true" />
      <div>{children}</div>
    </div>
  );
}

interface TicketStatusProps {
  ticket: TicketDetail | undefined;
  conclusion: Conclusion;
}

/** Beside the time spent. Only statuses of the ticket's own board are offered. */
export function TicketStatus({ ticket, conclusion }: TicketStatusProps) {
  const statuses = useStatuses(ticket);
  if (!ticket) return null;
  return (
    <SelectField
      label="Ticket status"
      value={conclusion.entered.statusId ?? statuses.usual}
      onChange={(event) => conclusion.enter({ statusId: event.target.value })}
    >
      <option value="">Leave it: {ticket.status}</option>
      {statuses.items.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}
