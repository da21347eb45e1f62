/** Edits title, client and ticket of a session. A change is optimistic, can be undone, and is rolled back alone if refused. */
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { describeSession, type SessionDescription } from "~/api/sessions";
import type { AiSession } from "~/api/types";
import { offerUndo } from "~/keyboard/undo";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { showToast } from "~/ui/toasts";

type Part = keyof SessionDescription;

const LABELS: Record<Part, string> = {
  title: "Title",
  client_name: "Client",
  psa_ticket_id: "Ticket",
};

/** Resolves to the reason why it was not saved, or null. */
export type SaveSession = (part: Part, text: string) => Promise<string | null>;

export function useSessionEdit(aiSession: AiSession): SaveSession {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  const { id } = aiSession;
  const send = async (part: Part, value: string | null) => {
    const before = show(queries, id, {
      [part]: value,
      offers: { ...aiSession.offers, [part]: null },
    });
    try {
      put(
        queries,
        await sendOnce([part, value], (key) => describeSession(id, { [part]: value }, key)),
      );
      return null;
    } catch (error) {
      if (before) show(queries, id, { [part]: before[part], offers: before.offers });
      return messageOf(error);
    } finally {
      void queries.invalidateQueries({ queryKey: keys.sessions });
    }
  };
  return async (part, text) => {
    const before = aiSession[part];
    const value = storedAs(part, text);
    const why = await send(part, value);
    const undo = async () => {
      const whyNot = await send(part, before);
      if (whyNot) showToast(`Not undone. ${whyNot}`, { tone: "error" });
    };
    if (why === null && value !== before) {
      const words = `${LABELS[part]} ${value === null ? "removed" : "changed"}`;
      offerUndo(words, { itemKey: `${id} ${part}`, undo: () => void undo() });
    }
    return why;
  };
}

/** A ticket's number is stored without its #, which the screens add. */
function storedAs(part: Part, text: string): string | null {
  return (part === "psa_ticket_id" ? text.replace(/^#+\s*/, "") : text) || null;
}

function show(queries: QueryClient, id: string, change: Partial<AiSession>): AiSession | undefined {
  const before = queries.getQueryData<AiSession>(keys.session(id));
  queries.setQueryData<AiSession>(keys.session(id), (now) => now && { ...now, ...change });
  return before;
}

function put(queries: QueryClient, aiSession: AiSession): void {
  queries.setQueryData(keys.session(aiSession.id), aiSession);
}
