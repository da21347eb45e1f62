/** Links a ticket to a session that exists already. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { searchSessions } from "~/api/sessions";
import { linkTicket, type TicketDetail } from "~/api/tickets";
import type { AiSession } from "~/api/types";
import { clientAndTicket, headline, ticketTag } from "~/lib/text";
import { useCalm } from "~/lib/useCalm";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { DialogFoot } from "~/pilot/dialogs/DialogFoot";
import dialogs from "~/pilot/dialogs/dialogs.module.css";
import { useConfirmedClose } from "~/pilot/dialogs/useConfirmedClose";
import { Combobox, type Option } from "~/ui/Combobox";
import { Dialog } from "~/ui/Dialog";

const MAX_SESSIONS = 20;

interface LinkSessionDialogProps {
  ticket: TicketDetail;
  onClose: () => void;
  onLinked: (sessionId: string) => void;
}

export default function LinkSessionDialog({ ticket, onClose, onLinked }: LinkSessionDialogProps) {
  const [words, setWords] = useState("");
  const [chosen, setChosen] = useState<Option | null>(null);
  const [wasTried, setWasTried] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const closing = useConfirmedClose(false, onClose, field);
  const found = useSessions(words);
  const linking = useLink(ticket.number, onLinked);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setWasTried(true);
    if (!chosen) field.current?.focus();
    else if (!linking.isPending) linking.mutate(chosen.id);
  };
  return (
    <Dialog
      title="Link a session"
      about={`Ticket ${ticketTag(ticket.number)}`}
      initialFocus={field}
      onClose={closing.close}
    >
      <form className={dialogs.form} onSubmit={submit} noValidate>
        <Combobox
          ref={field}
          label="Session"
          placeholder="Problem, client or message"
          hint="Your latest sessions come first."
          options={(found.data ?? []).filter(({ can_write }) => can_write).map(optionOf)}
          value={chosen}
          onChoose={setChosen}
          onWords={setWords}
          isLoading={found.isPending}
          none="No session that you may change matches."
          error={wasTried && !chosen ? "Choose the session." : undefined}
        />
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

function optionOf(aiSession: AiSession): Option {
  return {
    id: aiSession.id,
    name: headline(aiSession),
    about: clientAndTicket(aiSession) || undefined,
  };
}

function useSessions(words: string) {
  const q = useCalm(words);
  return useQuery({
    queryKey: keys.sessionsFound(q),
    queryFn: ({ signal }) => searchSessions(q, MAX_SESSIONS, signal),
    placeholderData: (before) => before,
  });
}

function useLink(number: string, onLinked: (sessionId: string) => void) {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  return useMutation({
    mutationFn: (sessionId: string) =>
      sendOnce([sessionId, number], (key) => linkTicket(sessionId, number, key)),
    onSuccess: (aiSession) => {
      queries.setQueryData(keys.session(aiSession.id), aiSession);
      void queries.invalidateQueries({ queryKey: keys.sessions });
      void queries.invalidateQueries({ queryKey: keys.tickets });
      onLinked(aiSession.id);
    },
  });
}
