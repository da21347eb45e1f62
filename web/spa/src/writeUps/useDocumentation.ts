/** The documentation of a session: read, asked for, edited. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { askForDocumentation, editDocumentation, fetchDocumentation } from "~/api/documentation";
import { keys } from "~/api/keys";
import type { AiSession, Documentation, DocumentationChange } from "~/api/types";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { useWriteUp, type WriteUpSource } from "./useWriteUp";

export function documentationOf({ id }: AiSession): WriteUpSource<Documentation> {
  return {
    queryKey: keys.documentation(id),
    read: () => fetchDocumentation(id),
    ask: (key) => askForDocumentation(id, key),
  };
}

export function useDocumentation(aiSession: AiSession, isAskedAtOnce = false) {
  return useWriteUp(documentationOf(aiSession), { aiSession, isAskedAtOnce });
}

export function useDocumentationEdit({ id }: AiSession, onSaved: () => void) {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  return useMutation({
    mutationFn: (change: DocumentationChange) =>
      sendOnce(change, (key) => editDocumentation(id, change, key)),
    onSuccess: (saved) => {
      queries.setQueryData(keys.documentation(id), saved);
      onSaved();
    },
  });
}
