/** One action on the whole session (reopen, resume, recall, retry): sent once; a refusal is shown; then the session is refetched. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { refetchWholeSession } from "~/live/sessionReader";
import { showToast } from "~/ui/toasts";

export function useSessionAction(
  sessionId: string,
  send: (key: string) => Promise<unknown>,
): { run: () => void; isRunning: boolean } {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  const sending = useMutation({
    mutationFn: () => sendOnce(sessionId, send),
    onError: (error) => showToast(messageOf(error), { tone: "error" }),
    onSettled: () => {
      refetchWholeSession(queries, sessionId);
      void queries.invalidateQueries({ queryKey: keys.sessions });
    },
  });
  return {
    run: () => {
      if (!sending.isPending) sending.mutate();
    },
    isRunning: sending.isPending,
  };
}
