/** Starts a session from a ticket. The user sees and may edit what becomes its first message; nothing is sent unseen. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { openSessionFor } from "~/api/sessions";
import type { TicketDetail } from "~/api/tickets";
import { useSubmitOnEnter } from "~/keyboard/enter";
import { ticketTag } from "~/lib/text";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { MAX_CHARACTERS } from "~/pilot/composer/message";
import { DialogFoot } from "~/pilot/dialogs/DialogFoot";
import dialogs from "~/pilot/dialogs/dialogs.module.css";
import { useConfirmedClose } from "~/pilot/dialogs/useConfirmedClose";
import { Dialog } from "~/ui/Dialog";
import { TextAreaField } from "~/ui/Field";

interface StartDialogProps {
  ticket: TicketDetail;
  onClose: () => void;
  onStarted: (sessionId: string) => void;
}

export default function StartDialog({ ticket, onClose, onStarted }: StartDialogProps) {
  const first = problemOf(ticket);
  const [text, setText] = useState(first);
  const area = useRef<HTMLTextAreaElement>(null);
  const closing = useConfirmedClose(text !== first, onClose, area);
  const submitOnEnter = useSubmitOnEnter();
  const starting = useStart(ticket, onStarted);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === "" || text.length > MAX_CHARACTERS) area.current?.focus();
    else if (!starting.isPending) starting.mutate(text.trim());
  };
  return (
    <Dialog
      title="Start a session"
      about={`Ticket ${ticketTag(ticket.number)}`}
      initialFocus={area}
      onClose={closing.close}
    >
      <form className={dialogs.form} onSubmit={submit} onKeyDown={submitOnEnter} noValidate>
        <TextAreaField
          ref={area}
          dir="auto"
          rows={8}
          label="What the copilot is told"
          hint="From the ticket. Leave out what it need not know."
          maxLength={MAX_CHARACTERS}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        {starting.error && (
          <p className={dialogs.error} role="alert">
            Not started. Your text is kept. {messageOf(starting.error)}
          </p>
        )}
        <DialogFoot closing={closing} verb="Start" busy="Starting…" isBusy={starting.isPending} />
      </form>
    </Dialog>
  );
}

function problemOf({ title, description }: TicketDetail): string {
  const rest = description.trim();
  return rest && rest !== title ? `${title}\n\n${rest}` : title;
}

function useStart(ticket: TicketDetail, onStarted: (sessionId: string) => void) {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  return useMutation({
    mutationFn: (problem: string) => {
      const body = { problem, psa_ticket_id: ticket.number };
      return sendOnce(body, (key) => openSessionFor(body, key));
    },
    onSuccess: (aiSession) => {
      void queries.invalidateQueries({ queryKey: keys.sessions });
      void queries.invalidateQueries({ queryKey: keys.tickets });
      onStarted(aiSession.id);
    },
  });
}
