/** Links the session to a ticket: by number or text, the most recently changed tickets first. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { ANY_TICKET, fetchTickets, linkTicket, type Ticket } from "~/api/tickets";
import type { AiSession } from "~/api/types";
import { headline, ticketTag } from "~/lib/text";
import { useCalm } from "~/lib/useCalm";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { useSessionEdit } from "~/pilot/details/useSessionEdit";
import { DialogFoot } from "~/pilot/dialogs/DialogFoot";
import dialogs from "~/pilot/dialogs/dialogs.module.css";
import { useConfirmedClose } from "~/pilot/dialogs/useConfirmedClose";
import { Combobox, type Option } from "~/ui/Combobox";
import { Dialog } from "~/ui/Dialog";
import { GuardedButton } from "~/ui/GuardedButton";
import { showToast } from "~/ui/toasts";

interface LinkTicketDialogProps {
  aiSession: AiSession;
  onClose: () => void;
}

export default function LinkTicketDialog({ aiSession, onClose }: LinkTicketDialogProps) {
  const [words, setWords] = useState("");
  const [chosen, setChosen] = useState<Option | null>(null);
  const [wasTried, setWasTried] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const closing = useConfirmedClose(false, onClose, field);
  const found = useFoundTickets(words);
  const linking = useLink(aiSession.id, onClose);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setWasTried(true);
    if (!chosen) field.current?.focus();
    else if (!linking.isPending) linking.mutate(chosen.id);
  };
  const before = aiSession.psa_ticket_id;
  return (
    <Dialog
      title="Link a ticket"
      about={headline(aiSession)}
      initialFocus={field}
      onClose={closing.close}
    >
      <form className={dialogs.form} onSubmit={submit} noValidate>
        <Combobox
          ref={field}
          label="Ticket"
          placeholder="Number, subject or client"
          hint="Tickets that changed last come first."
          options={found.options}
          value={chosen}
          onChoose={setChosen}
          onWords={setWords}
          isLoading={found.isLoading}
          none="FlowPilot's copy has no such ticket. Look for changes under Tickets."
          error={wasTried && !chosen ? "Choose the ticket." : undefined}
        />
        {before && <Unlink aiSession={aiSession} number={before} onDone={onClose} />}
        {linking.error && (
          <p className={dialogs.error} role="alert">
            Not linked. {messageOf(linking.error)}
          </p>
        )}
        <DialogFoot closing={closing} verb="Link" busy="Linking…" isBusy={linking.isPending} />
      </form>
    </Dialog>
  );
}

interface UnlinkProps {
  aiSession: AiSession;
  number: string;
  onDone: () => void;
}

function Unlink({ aiSession, number, onDone }: UnlinkProps) {
  const save = useSessionEdit(aiSession);
  const [problem, setProblem] = useState<string | null>(null);
  const unlink = async () => {
    const why = await save("psa_ticket_id", "");
    setProblem(why);
    if (why === null) onDone();
  };
  return (
    <>
      <p className={dialogs.facts}>
        <span>Linked now: {ticketTag(number)}. What was posted there stays there.</span>
        <GuardedButton look="ghost" small onClick={() => void unlink()}>
          Unlink
        </GuardedButton>
      </p>
      {problem && (
        <p className={dialogs.error} role="alert">
          Not unlinked. {problem}
        </p>
      )}
    </>
  );
}

/** A ticket's option; its id is the ticket's number. */
function optionOf({ number, title, client_name }: Ticket): Option {
  return { id: number, name: `${ticketTag(number)} ${title}`, about: client_name || undefined };
}

function useFoundTickets(words: string) {
  const q = useCalm(words);
  const found = useQuery({
    queryKey: keys.ticketsFound(q),
    queryFn: ({ signal }) => fetchTickets({ ...ANY_TICKET, q }, null, signal),
    placeholderData: (before) => before,
  });
  return { options: found.data?.items.map(optionOf) ?? [], isLoading: found.isPending };
}

function useLink(sessionId: string, onDone: () => void) {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  return useMutation({
    mutationFn: (number: string) => sendOnce(number, (key) => linkTicket(sessionId, number, key)),
    onSuccess: (aiSession) => {
      queries.setQueryData(keys.session(sessionId), aiSession);
      void queries.invalidateQueries({ queryKey: keys.sessions });
      void queries.invalidateQueries({ queryKey: keys.tickets });
      showToast(`Linked to ${ticketTag(aiSession.psa_ticket_id ?? "")}`);
      onDone();
    },
  });
}
