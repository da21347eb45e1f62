/** Links a session and a ticket. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { keys } from "~/api/keys";
import { linkTicket } from "~/api/tickets";
import type { AiSession } from "~/api/types";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";

interface Link {
  sessionId: string;
  number: string;
}

/** `linkOf`: the pair that is meant by what the user has chosen. */
export function useLinking(
  linkOf: (chosen: string) => Link,
  onLinked: (aiSession: AiSession) => void,
) {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  return useMutation({
    mutationFn: (chosen: string) => {
      const link = linkOf(chosen);
      return sendOnce(link, (key) => linkTicket(link.sessionId, link.number, key));
    },
    onSuccess: (aiSession) => {
      queries.setQueryData(keys.session(aiSession.id), aiSession);
      void queries.invalidateQueries({ queryKey: keys.sessions });
      void queries.invalidateQueries({ queryKey: keys.tickets });
      onLinked(aiSession);
    },
  });
}
