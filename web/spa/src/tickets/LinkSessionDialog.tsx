/** Links a ticket to a session that exists already. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "~/api/keys";
import { searchSessions } from "~/api/sessions";
import type { TicketDetail } from "~/api/tickets";
import type { AiSession } from "~/api/types";
import { clientAndTicket, headline, ticketTag } from "~/lib/text";
import { useCalm } from "~/lib/useCalm";
import type { Option } from "~/ui/Combobox";
import { LinkDialog } from "./LinkDialog";
import { useLinking } from "./useLinking";

const MAX_SESSIONS = 20;

interface LinkSessionDialogProps {
  ticket: TicketDetail;
  onClose: () => void;
  onLinked: (sessionId: string) => void;
}

export default function LinkSessionDialog({ ticket, onClose, onLinked }: LinkSessionDialogProps) {
  const { number } = ticket;
  const [words, setWords] = useState("");
  const found = useFoundSessions(words);
  const linking = useLinking(
    (sessionId) => ({ sessionId, number }),
    ({ id }) => onLinked(id),
  );
  return (
    <LinkDialog
      title="Link a session"
      about={`Ticket ${ticketTag(number)}`}
      label="Session"
      placeholder="Problem, client or message"
      hint="Your latest sessions come first."
      none="No session that you may change matches."
      found={found}
      onWords={setWords}
      linking={linking}
      onClose={onClose}
    />
  );
}

function useFoundSessions(words: string) {
  const q = useCalm(words);
  const found = useQuery({
    queryKey: keys.sessionsFound(q),
    queryFn: ({ signal }) => searchSessions(q, MAX_SESSIONS, signal),
    placeholderData: (before) => before,
  });
  const mine = (found.data ?? []).filter(({ can_write }) => can_write);
  return { options: mine.map(optionOf), isLoading: found.isPending };
}

function optionOf(aiSession: AiSession): Option {
  return {
    id: aiSession.id,
    name: headline(aiSession),
    about: clientAndTicket(aiSession) || undefined,
  };
}
