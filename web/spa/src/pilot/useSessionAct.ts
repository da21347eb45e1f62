/** One act on the whole session (reopen, resume, recall, ask again): sent once, told when refused, then read anew. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { useActKey } from "~/lib/useActKey";
import { showToast } from "~/ui/toasts";

export function useSessionAct(
  sessionId: string,
  send: (key: string) => Promise<unknown>,
): { run: () => void; isRunning: boolean } {
  const queries = useQueryClient();
  const act = useActKey();
  const acting = useMutation({
    mutationFn: () => act(sessionId, send),
    onError: (error) => showToast(messageOf(error), { tone: "error" }),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: keys.session(sessionId) });
      void queries.invalidateQueries({ queryKey: keys.sessions });
    },
  });
  return {
    run: () => {
      if (!acting.isPending) acting.mutate();
    },
    isRunning: acting.isPending,
  };
}
