/** Opens a session of the script builder and goes there. Sessions are limited; the limit is told in words. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { type NewScriptSession, openScriptSession } from "~/api/scriptBuilder";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { showToast } from "~/ui/toasts";

export function useStartBuilder() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const sendOnce = useIdempotencyKey();
  const opening = useMutation({
    mutationFn: (asked: NewScriptSession) =>
      sendOnce(asked, (key) => openScriptSession(asked, key)),
    onSuccess: (opened) => {
      queries.setQueryData(keys.scriptSession(opened.id), opened);
      navigate(`/scripts/builder/${opened.id}`);
    },
    onError: (error) =>
      showToast(`Not opened. ${messageOf(error)}`, {
        tone: "error",
        action: { label: "Open sessions", run: () => navigate("/scripts/builder") },
      }),
  });
  const open = (asked: NewScriptSession) => !opening.isPending && opening.mutate(asked);
  return { open, isPending: opening.isPending };
}
