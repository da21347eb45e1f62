/** Adds a note to the record. Everybody who reads the session sees it, and the copilot does not answer. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { addNote } from "~/api/sessions";
import type { AiSession } from "~/api/types";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { refetchWholeSession } from "~/live/sessionReader";
import { addStep } from "~/live/stepPages";
import { announce } from "~/ui/announcer";
import { MAX_CHARACTERS } from "../composer/message";
import { TextDialog } from "./TextDialog";

interface NoteDialogProps {
  aiSession: AiSession;
  onClose: () => void;
}

export default function NoteDialog({ aiSession, onClose }: NoteDialogProps) {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  const adding = useMutation({
    mutationFn: (text: string) => sendOnce(text, (key) => addNote(aiSession.id, text, key)),
    onSuccess: (step) => {
      addStep(queries, aiSession.id, step);
      announce("Note added.");
      onClose();
    },
    onSettled: () => void refetchWholeSession(queries, aiSession.id),
  });
  return (
    <TextDialog
      title="Add a note"
      label="Note"
      hint="Everybody who can read this session sees it. The copilot does not answer."
      maxLength={MAX_CHARACTERS}
      missing="Write the note first."
      verb="Add note"
      busy="Adding…"
      refused="Not added."
      act={adding}
      onClose={onClose}
    />
  );
}
