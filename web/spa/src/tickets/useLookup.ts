/** A list of the PSA to choose from. It is answered from FlowPilot's copy; while that is being read, it asks again. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { keys } from "~/api/keys";
import { fetchLookup, type LookupKind } from "~/api/tickets";

const PAUSE_MS = 200;
/** The event `psa_lookups_changed` usually comes first. */
const READ_AGAIN_MS = 2_000;

interface Narrowing {
  words?: string;
  parentId?: string | undefined;
  enabled?: boolean;
}

export function useLookup(
  kind: LookupKind,
  { words = "", parentId, enabled = true }: Narrowing = {},
) {
  const q = useCalm(words);
  const lookup = useQuery({
    queryKey: keys.lookup(kind, parentId ?? "", q),
    queryFn: () => fetchLookup(kind, { ...(q && { q }), ...(parentId && { parent_id: parentId }) }),
    enabled,
    placeholderData: keepPreviousData,
    refetchInterval: (query) => (query.state.data?.status === "pending" ? READ_AGAIN_MS : false),
  });
  return {
    items: lookup.data?.items ?? [],
    isLoading: enabled && (lookup.isPending || lookup.data?.status === "pending"),
    hasFailed: lookup.isError || lookup.data?.status === "failed",
  };
}

/** The words once the user has stopped typing. */
export function useCalm(words: string): string {
  const [calm, setCalm] = useState(words);
  useEffect(() => {
    const timer = setTimeout(() => setCalm(words), words ? PAUSE_MS : 0);
    return () => clearTimeout(timer);
  }, [words]);
  return calm;
}
