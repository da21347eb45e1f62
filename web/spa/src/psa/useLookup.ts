/** One list of the PSA, as FlowPilot keeps it. An event says when a newer one was read. */
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { keys } from "~/api/keys";
import { fetchLookup, type Lookup, type LookupItem, type LookupKind } from "~/api/lookups";
import { useCalm } from "~/lib/useCalm";
import { useLiveEvents } from "~/live/LiveProvider";

/** In case the event is lost. */
const REFETCH_PENDING_MS = 10_000;

interface Narrowing {
  /** What the user has typed so far. */
  words?: string;
  parentId?: string | null;
  enabled?: boolean;
}

export interface Listed {
  lookup: Lookup | undefined;
  items: LookupItem[];
  isReading: boolean;
  /** Why there is no list, or no newer one. */
  problem: string | null;
}

export function useLookup(kind: LookupKind, narrowing: Narrowing = {}): Listed {
  const { words = "", parentId = null, enabled = true } = narrowing;
  const queries = useQueryClient();
  const q = useCalm(words);
  const { data, error } = useQuery({
    queryKey: keys.psaLookup(kind, parentId, q),
    queryFn: () => fetchLookup(kind, { ...(q && { q }), ...(parentId && { parent_id: parentId }) }),
    enabled,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.status === "pending" ? REFETCH_PENDING_MS : false),
  });
  useLiveEvents((event) => {
    if (event.type !== "psa_lookups_changed" || event.kind !== kind) return;
    if (event.parent_id === parentId)
      void queries.invalidateQueries({ queryKey: keys.psaLookup(kind, parentId) });
  });
  const isReading = enabled && !error && (!data || data.status === "pending");
  const problem = data?.error?.message ?? (error && !data ? error.message : null);
  return { lookup: data, items: data?.items ?? [], isReading, problem };
}
