/** Escalates the session. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type Escalation, escalate } from "~/api/handoffs";
import { keys } from "~/api/keys";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { refetchWholeSession } from "~/live/sessionReader";

export function useEscalate(sessionId: string, onDone: () => void) {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  return useMutation({
    mutationFn: (ask: Escalation) => sendOnce(ask, (key) => escalate(sessionId, ask, key)),
    onSuccess: onDone,
    onSettled: () => {
      refetchWholeSession(queries, sessionId);
      void queries.invalidateQueries({ queryKey: keys.sessions });
    },
  });
}
