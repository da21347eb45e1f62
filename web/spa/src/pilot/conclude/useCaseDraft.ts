/** The draft of the session's case, asked for when Conclude is opened. */
import { askForCaseDraft, fetchCaseDraft } from "~/api/cases";
import { keys } from "~/api/keys";
import type { AiSession } from "~/api/types";
import { useWriteUp } from "~/writeUps/useWriteUp";

export function useCaseDraft(aiSession: AiSession) {
  const { id } = aiSession;
  const source = {
    queryKey: keys.preview(id, "case"),
    read: () => fetchCaseDraft(id),
    ask: (key: string) => askForCaseDraft(id, key),
  };
  return useWriteUp(source, { aiSession, isAskedAtOnce: aiSession.can_write });
}
