/** The links of a session: the list, and making and revoking one. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { keys } from "~/api/keys";
import { createShare, fetchShares, type NewShare, revokeShare, type Share } from "~/api/shares";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { announce } from "~/ui/announcer";

export function useShares(sessionId: string) {
  return useQuery({ queryKey: keys.shares(sessionId), queryFn: () => fetchShares(sessionId) });
}

export function useCreateShare(sessionId: string) {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  return useMutation({
    mutationFn: (body: NewShare) => sendOnce(body, (key) => createShare(sessionId, body, key)),
    onSuccess: () => announce("The link is ready."),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.shares(sessionId) }),
  });
}

export function useRevokeShare(sessionId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: Share) => revokeShare(sessionId, id),
    onSuccess: () => announce("The link is revoked."),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.shares(sessionId) }),
  });
}
