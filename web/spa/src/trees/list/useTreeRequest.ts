/** Asks the copilot for a tree and waits for it: for the event, and in case that it was missed, by asking now and then. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState } from "react";
import { messageOf } from "~/api/errors";
import { askForTree, type DraftRequest, fetchDraftRequest } from "~/api/trees";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { useLiveEvents } from "~/live/LiveProvider";

const ASK_AGAIN_MS = 5_000;

type Source = { description: string } | { session_id: string };

export function useTreeRequest(onReady: (treeId: string) => void) {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  const [asked, setAsked] = useState<DraftRequest | null>(null);
  const asking = useMutation({
    mutationFn: (source: Source) => sendOnce(source, (key) => askForTree(source, key)),
    onSuccess: setAsked,
  });
  const queryKey = ["tree-draft", asked?.id];
  const request = useQuery({
    queryKey,
    queryFn: () => fetchDraftRequest(asked?.id ?? ""),
    enabled: asked !== null,
    refetchInterval: ({ state }) => (isOver(state.data) ? false : ASK_AGAIN_MS),
  });
  useLiveEvents((event) => {
    if (event.type === "tree_draft_ready" && event.request_id === asked?.id)
      void queries.invalidateQueries({ queryKey });
  });
  const state = request.data ?? asked;
  const ready = useEffectEvent(onReady);
  const treeId = state?.status === "ready" ? state.tree_id : null;
  useEffect(() => {
    if (treeId) ready(treeId);
  }, [treeId]);
  const failed =
    state?.status === "failed" ? (state.message ?? "The copilot could not draft it.") : null;
  const refused = asking.isError ? messageOf(asking.error) : null;
  return {
    ask: (source: Source) => {
      setAsked(null);
      asking.mutate(source);
    },
    isBusy: asking.isPending || (asked !== null && !isOver(state)),
    problem: refused ?? failed,
  };
}

function isOver(request: DraftRequest | null | undefined): boolean {
  return request?.status === "ready" || request?.status === "failed";
}
