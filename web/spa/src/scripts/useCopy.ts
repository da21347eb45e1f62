/** Copies a script, also a built-in one, into a draft of one's own, and opens it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { copyScript } from "~/api/scripts";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { showToast } from "~/ui/toasts";

export function useCopy() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const sendOnce = useIdempotencyKey();
  return useMutation({
    mutationFn: (id: string) => sendOnce(["copy", id], (key) => copyScript(id, key)),
    onSuccess: (copy) => {
      queries.setQueryData(keys.script(copy.id), copy);
      void queries.invalidateQueries({ queryKey: keys.scriptLists });
      showToast(`"${copy.title}" is a draft of your own now.`);
      navigate(`/scripts/${copy.id}`);
    },
    onError: (error) => showToast(`Not copied. ${messageOf(error)}`, { tone: "error" }),
  });
}
