/** The handoff's context as a dialog over the chat. */
import type { AiSession } from "~/api/types";
import { Dialog } from "~/ui/Dialog";
import { ErrorState } from "~/ui/ErrorState";
import { Skeleton } from "~/ui/Skeleton";
import { ContextBody } from "./ContextBody";
import { useHandoffContext } from "./useHandoffContext";

interface ContextDialogProps {
  aiSession: AiSession;
  onClose: () => void;
}

export default function ContextDialog({ aiSession, onClose }: ContextDialogProps) {
  const { handoff, error, retry } = useHandoffContext(aiSession.id);
  return (
    <Dialog title="Handoff context" wide onClose={onClose}>
      {handoff ? (
        <ContextBody aiSession={aiSession} handoff={handoff} mayRetry />
      ) : error ? (
        <ErrorState inline what="The handoff could not be loaded." error={error} onRetry={retry} />
      ) : (
        <Skeleton heights={[20, 44, 240]} gap={16} label="Loading the handoff" />
      )}
    </Dialog>
  );
}
