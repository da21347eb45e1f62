/** Giving the session away. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type Escalation, escalate } from "~/api/handoffs";
import { keys } from "~/api/keys";
import { useActKey } from "~/lib/useActKey";

export function useEscalate(sessionId: string, onDone: () => void) {
  const queries = useQueryClient();
  const act = useActKey();
  return useMutation({
    mutationFn: (ask: Escalation) => act(ask, (key) => escalate(sessionId, ask, key)),
    onSuccess: onDone,
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: keys.session(sessionId) });
      void queries.invalidateQueries({ queryKey: keys.sessions });
    },
  });
}
