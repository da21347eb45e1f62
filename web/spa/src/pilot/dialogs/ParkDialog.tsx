/** Parks the session for the user alone to resume. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { park } from "~/api/handoffs";
import { keys } from "~/api/keys";
import { resume } from "~/api/sessions";
import type { AiSession } from "~/api/types";
import { offerUndo } from "~/keyboard/undo";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { refetchWholeSession } from "~/live/sessionReader";
import { useSessionAction } from "../useSessionAction";
import { TextDialog } from "./TextDialog";

const MAX_REASON = 4_000;

interface ParkDialogProps {
  aiSession: AiSession;
  onClose: () => void;
}

export default function ParkDialog({ aiSession, onClose }: ParkDialogProps) {
  const { id } = aiSession;
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  const resuming = useSessionAction(id, (key) => resume(id, key));
  const parking = useMutation({
    mutationFn: (reason: string) => sendOnce(reason, (key) => park(id, reason, key)),
    onSuccess: () => {
      offerUndo("Session parked", { itemKey: id, label: "Resume", undo: resuming.run });
      onClose();
    },
    onSettled: () => {
      refetchWholeSession(queries, id);
      void queries.invalidateQueries({ queryKey: keys.sessions });
    },
  });
  return (
    <TextDialog
      title="Park"
      label="What does it wait for? (optional)"
      hint="Nobody else sees a parked session. Only you can resume it."
      maxLength={MAX_REASON}
      verb="Park"
      busy="Parking…"
      refused="Not parked."
      act={parking}
      onClose={onClose}
    />
  );
}
