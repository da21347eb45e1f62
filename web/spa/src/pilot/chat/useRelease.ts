/** Lets the copilot read a masked place of the open session. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { messageOf } from "~/api/errors";
import { allowRedaction } from "~/api/redactions";
import type { AiSession, Redaction } from "~/api/types";
import { newKey } from "~/lib/ids";
import { addStep } from "~/live/stepPages";
import { announce } from "~/ui/announcer";
import { showToast } from "~/ui/toasts";

export function useRelease({ id, can_write }: AiSession) {
  const queries = useQueryClient();
  const release = useCallback(
    async (redaction: Redaction) => {
      try {
        addStep(queries, id, await allowRedaction(id, redaction.id, newKey()));
        announce("The copilot reads this place from the next answer on.");
      } catch (error) {
        showToast(`Still masked. ${messageOf(error)}`, { tone: "error" });
      }
    },
    [queries, id],
  );
  return can_write ? release : null;
}
