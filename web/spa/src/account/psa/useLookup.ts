/** One list of the PSA, as FlowPilot keeps it. An event says when a newer one was read. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { keys } from "~/api/keys";
import { fetchLookup, type Lookup, type LookupKind } from "~/api/psaConnection";
import { useLiveEvents } from "~/live/LiveProvider";

/** In case the event is lost. */
const REFETCH_PENDING_MS = 10_000;

export interface Listed {
  lookup: Lookup | undefined;
  isReading: boolean;
  /** Why there is no list, or no newer one. */
  problem: string | null;
}

export function useLookup(kind: LookupKind, parentId: string | null = null): Listed {
  const queries = useQueryClient();
  const queryKey = keys.psaLookup(kind, parentId);
  const { data, error } = useQuery({
    queryKey,
    queryFn: () => fetchLookup(kind, parentId),
    refetchInterval: ({ state }) => (state.data?.status === "pending" ? REFETCH_PENDING_MS : false),
  });
  useLiveEvents((event) => {
    if (event.type !== "psa_lookups_changed" || event.kind !== kind) return;
    if (event.parent_id === parentId) void queries.invalidateQueries({ queryKey });
  });
  const isReading = !error && (!data || data.status === "pending");
  const problem = data?.error?.message ?? (error && !data ? error.message : null);
  return { lookup: data, isReading, problem };
}
