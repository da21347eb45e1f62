/** Picking up: exactly one of those who try wins. The loser is told who was first, and the row leaves. */
import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { hasCode, isStatus, messageOf } from "~/api/errors";
import { claim, pickUp } from "~/api/handoffs";
import { keys } from "~/api/keys";
import { newKey } from "~/lib/ids";
import { ago } from "~/lib/time";
import { announce } from "~/ui/announcer";
import { showToast } from "~/ui/toasts";
import { dropRow } from "./queue";

export interface Claimable {
  /** Null: a legacy row, of which the session itself is picked up. */
  handoff_id: string | null;
  session_id: string;
}

export function useClaim(onLost?: () => void) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const claiming = useMutation({
    mutationFn: ({ row, key }: { row: Claimable; key: string }) =>
      row.handoff_id ? claim(row.session_id, row.handoff_id, key) : pickUp(row.session_id, key),
    onSuccess: async (_answer, { row }) => {
      dropRow(row);
      announce("Picked up.");
      await rereadClaimed(queries, row.session_id);
      navigate(`/pilot/${row.session_id}`, { replace: onLost !== undefined });
    },
    onError: (error, { row }) => {
      showToast(lostWords(error), { tone: "error" });
      if (!isStatus(error, 409)) return;
      dropRow(row);
      void queries.invalidateQueries({ queryKey: keys.queueCount });
      onLost?.();
    },
  });
  return {
    isClaiming: (row: Claimable) =>
      claiming.isPending && claiming.variables.row.session_id === row.session_id,
    claim: (row: Claimable) => {
      if (!claiming.isPending) claiming.mutate({ row, key: newKey() });
    },
  };
}

/** "Already claimed by Priya 4 min ago" for a lost race, from the answer's detail. */
function lostWords(error: unknown): string {
  if (!hasCode(error, "handoff_already_claimed")) return `Not picked up. ${messageOf(error)}`;
  const { claimed_by, claimed_at } = error.detail as {
    claimed_by?: { name?: string };
    claimed_at?: string;
  };
  if (!claimed_by?.name || !claimed_at) return messageOf(error);
  return `Already claimed by ${claimed_by.name} ${ago(claimed_at, Date.now())}`;
}

/** The session as its handler sees it, before the chat opens: what was read in front of the claim says one may not write. */
async function rereadClaimed(queries: QueryClient, sessionId: string): Promise<void> {
  for (const queryKey of [keys.sessions, keys.queueCount]) {
    void queries.invalidateQueries({ queryKey });
  }
  await queries.invalidateQueries({ queryKey: keys.session(sessionId), refetchType: "all" });
}
