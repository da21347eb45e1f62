/** Links the session to a ticket: by number or text, the most recently changed tickets first. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "~/api/keys";
import { ANY_TICKET, fetchTickets, type Ticket } from "~/api/tickets";
import type { AiSession } from "~/api/types";
import { headline, ticketTag } from "~/lib/text";
import { useCalm } from "~/lib/useCalm";
import { useSessionEdit } from "~/pilot/details/useSessionEdit";
import dialogs from "~/pilot/dialogs/dialogs.module.css";
import type { Option } from "~/ui/Combobox";
import { GuardedButton } from "~/ui/GuardedButton";
import { showToast } from "~/ui/toasts";
import { LinkDialog } from "./LinkDialog";
import { useLinking } from "./useLinking";

interface LinkTicketDialogProps {
  aiSession: AiSession;
  onClose: () => void;
}

export default function LinkTicketDialog({ aiSession, onClose }: LinkTicketDialogProps) {
  const sessionId = aiSession.id;
  const [words, setWords] = useState("");
  const found = useFoundTickets(words);
  const linking = useLinking(
    (number) => ({ sessionId, number }),
    ({ psa_ticket_id }) => {
      showToast(`Linked to ${ticketTag(psa_ticket_id ?? "")}`);
      onClose();
    },
  );
  const before = aiSession.psa_ticket_id;
  return (
    <LinkDialog
      title="Link a ticket"
      about={headline(aiSession)}
      label="Ticket"
      placeholder="Number, subject or client"
      hint="Tickets that changed last come first."
      none="FlowPilot's copy has no such ticket. Look for changes under Tickets."
      found={found}
      onWords={setWords}
      linking={linking}
      onClose={onClose}
    >
      {before && <Unlink aiSession={aiSession} number={before} onDone={onClose} />}
    </LinkDialog>
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
