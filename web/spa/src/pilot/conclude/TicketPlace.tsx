/** Says what goes where: who will read the write-up, and what is posted to the ticket. Nothing is public here. */
import { Lock } from "lucide-react";
import type { AiSession } from "~/api/types";
import { ticketTag } from "~/lib/text";
import dialogs from "../dialogs/dialogs.module.css";
import css from "./conclude.module.css";

export function TicketPlace({ aiSession }: { aiSession: AiSession }) {
  const { psa_ticket_id: ticket, client_name } = aiSession;
  const client = client_name ?? "The client";
  return (
    <section className={css.place} aria-labelledby="place-title">
      <h3 id="place-title" className={dialogs.legend}>
        {ticket ? `Post to ticket ${ticketTag(ticket)}` : "Post to a ticket"}
      </h3>
      <div className={css.note}>
        <Lock size={14} strokeWidth={1.5} aria-hidden="true" />
        <div>
          <p>
            <strong>No PSA connected.</strong> Nothing is posted.
          </p>
          <p>
            The write-up stays in FlowPilot, for your team. {client} will not see it: a text for the
            client is written and posted apart, under Documentation.
          </p>
        </div>
      </div>
    </section>
  );
}
