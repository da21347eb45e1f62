/** Claims an escalation. Exactly one of several users wins; a loser learns who was first, and the row leaves the queue. */
import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { hasCode, isStatus, messageOf } from "~/api/errors";
import { claim, pickUp } from "~/api/handoffs";
import { keys } from "~/api/keys";
import type { Person } from "~/api/types";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { announce } from "~/ui/announcer";
import { settleToasts, showToast } from "~/ui/toasts";
import { dropRow, type Removal, rowKey } from "./queue";

export interface Claimable {
  /** Null for a legacy row; the session itself is then picked up. */
  handoff_id: string | null;
  session_id: string;
  title: string;
}

export function useClaim(onLost?: () => void) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const sendOnce = useIdempotencyKey();
  const claiming = useMutation({
    mutationFn: (row: Claimable) => sendOnce(rowKey(row), (key) => sendClaim(row, key)),
    onSuccess: async (_answer, row) => {
      dropRow(row);
      settleToasts(rowKey(row));
      announce("Picked up.");
      await refetchClaimed(queries, row.session_id);
      navigate(`/pilot/${row.session_id}`, { replace: onLost !== undefined });
    },
    onError: (error, row) => {
      showLostRace(error, row);
      if (!isStatus(error, 409)) return;
      dropRow(row, removalOf(error));
      void queries.invalidateQueries({ queryKey: keys.queueCount });
      onLost?.();
    },
  });
  return {
    isClaiming: (row: Claimable) =>
      claiming.isPending && rowKey(claiming.variables) === rowKey(row),
    claim: (row: Claimable) => {
      if (!claiming.isPending) claiming.mutate(row);
    },
  };
}

function sendClaim({ handoff_id, session_id }: Claimable, key: string): Promise<unknown> {
  return handoff_id ? claim(session_id, handoff_id, key) : pickUp(session_id, key);
}

/** Shows "Already claimed by Priya 4 min ago" after a lost race, from the answer's detail. */
function showLostRace(error: unknown, row: Claimable): void {
  const { by, at } = removalOf(error);
  const about = { tone: "error", about: row.title, itemKey: rowKey(row) } as const;
  if (by && at) showToast(`Already claimed by ${by.name}`, { ...about, at });
  else showToast(`Not picked up. ${messageOf(error)}`, { ...about, about: undefined });
}

function removalOf(error: unknown): Removal {
  if (hasCode(error, "handoff_withdrawn")) return { how: "withdrawn", by: null, at: null };
  if (!hasCode(error, "handoff_already_claimed")) return { how: "unknown", by: null, at: null };
  const { claimed_by, claimed_at } = error.detail as { claimed_by?: Person; claimed_at?: string };
  return { how: "claimed", by: claimed_by ?? null, at: claimed_at ?? null };
}

/** Refetches the session before the chat opens, because the answer from before the claim says that the user may not write. */
async function refetchClaimed(queries: QueryClient, sessionId: string): Promise<void> {
  for (const queryKey of [keys.sessions, keys.queueCount]) {
    void queries.invalidateQueries({ queryKey });
  }
  await queries.invalidateQueries({ queryKey: keys.session(sessionId), refetchType: "all" });
}
