/** A preview of what the reader of a resolution or an escalation would get. */
import { keys } from "~/api/keys";
import { askForPreview, fetchPreview } from "~/api/previews";
import type { AiSession, PreviewKind } from "~/api/types";
import { useWriteUp } from "./useWriteUp";

/** Asks for the text when it is opened, unless the cached one is of the session as it is now. */
export function usePreview(aiSession: AiSession, kind: PreviewKind) {
  const { id } = aiSession;
  const source = {
    queryKey: keys.preview(id, kind),
    read: () => fetchPreview(id, kind),
    ask: (key: string) => askForPreview(id, kind, key),
  };
  return useWriteUp(source, { aiSession, isAskedAtOnce: aiSession.can_write });
}
