/** One run: where it stands, and the moves of this person. One move at a time; a repeated press counts once. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { hasCode, messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { fetchRun, moveRun, type RunMove, type TreeRun } from "~/api/treeRuns";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";

export type RunDesk = ReturnType<typeof useRun>;

export function useRun(runId: string) {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  const [notice, setNotice] = useState<string | null>(null);
  const run = useQuery({
    queryKey: keys.treeRun(runId),
    queryFn: () => fetchRun(runId),
    // It may go on in another window or on another device, of which only a session's stream tells.
    refetchOnWindowFocus: "always",
  });
  const learn = (fresh: TreeRun) => queries.setQueryData(keys.treeRun(runId), fresh);
  const moving = useMutation({
    mutationFn: async (moves: RunMove[]) => {
      for (const move of moves) {
        const now = queries.getQueryData<TreeRun>(keys.treeRun(runId));
        // The place in the path makes the same answer at the same question, after a way back, another action.
        const act = [runId, now?.path.length, move];
        learn(await sendOnce(act, (key) => moveRun(runId, atNode(move, now), key)));
      }
    },
    onMutate: () => setNotice(null),
    onError: (error) => {
      const fresh = hasCode(error, "moved_on") ? (error.detail.run as TreeRun | undefined) : null;
      const known = queries.getQueryData<TreeRun>(keys.treeRun(runId));
      setNotice(fresh && known ? movedText(known, fresh) : `Not saved. ${messageOf(error)}`);
      if (fresh) learn(fresh);
    },
  });
  const move = (...moves: RunMove[]) => {
    if (!moving.isPending) moving.mutate(moves);
  };
  return { run, move, isMoving: moving.isPending, notice };
}

/** Of several ways back, each starts where the one before it ended. */
function atNode(move: RunMove, now: TreeRun | undefined): RunMove {
  return move.act === "back" && now ? { ...move, node_id: now.node } : move;
}

/** What another person, or this one in another window, did meanwhile. */
export function movedText(known: TreeRun, fresh: TreeRun): string {
  const last = fresh.path[known.path.length] ?? fresh.path.at(-1);
  if (fresh.state === "left") return "The run was left meanwhile. Your answer was not taken.";
  if (fresh.path.length <= known.path.length || !last) {
    return "Somebody went back meanwhile. Your answer was not taken; this is where the run stands now.";
  }
  const who = last.by.name;
  const what =
    last.answer === null ? `did “${last.text}”` : `answered “${last.answer}” to “${last.text}”`;
  return `${who} ${what} meanwhile. Your answer was not taken; this is where the run stands now.`;
}
