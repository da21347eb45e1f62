/** Starts a run of a tree; a second press while it starts does nothing. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { type NewRun, startRun, type TreeRun } from "~/api/treeRuns";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";

export function useStart(treeId: string, onStarted: (run: TreeRun) => void) {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  const starting = useMutation({
    mutationFn: (body: NewRun) => sendOnce([treeId, body], (key) => startRun(treeId, body, key)),
    onSuccess: (run) => {
      queries.setQueryData(keys.treeRun(run.id), run);
      onStarted(run);
    },
  });
  return {
    start: (body: NewRun = {}) => !starting.isPending && starting.mutate(body),
    isStarting: starting.isPending,
    error: starting.error,
    problem: starting.error ? messageOf(starting.error) : null,
  };
}
