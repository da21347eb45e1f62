/** The text for the client: read, asked for, edited, and posted by a call of its own. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import {
  askForClientUpdate,
  editClientUpdate,
  fetchClientUpdate,
  postClientUpdate,
} from "~/api/clientUpdate";
import { keys } from "~/api/keys";
import type { AiSession, ClientUpdateChange } from "~/api/types";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { useWriteUp } from "~/writeUps/useWriteUp";

export function useClientUpdate(aiSession: AiSession) {
  const { id } = aiSession;
  const source = {
    queryKey: keys.clientUpdate(id),
    read: () => fetchClientUpdate(id),
    ask: (key: string) => askForClientUpdate(id, key),
  };
  return useWriteUp(source, { aiSession });
}

export function useClientUpdateEdit(id: string, onSaved: () => void) {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  return useMutation({
    mutationFn: (change: ClientUpdateChange) =>
      sendOnce(change, (key) => editClientUpdate(id, change, key)),
    onSuccess: (saved) => {
      queries.setQueryData(keys.clientUpdate(id), saved);
      onSaved();
    },
  });
}

export function usePosting(id: string) {
  const sendOnce = useIdempotencyKey();
  return useMutation({
    mutationFn: (reader: string) => sendOnce(reader, (key) => postClientUpdate(id, reader, key)),
  });
}
