/** The documentation: read, edited in place, copied, downloaded and printed. */
import { Lock } from "lucide-react";
import type { AiSession, Documentation } from "~/api/types";
import { Button } from "~/ui/Button";
import { DialogBody, DialogFooter } from "~/ui/Dialog";
import { ErrorState } from "~/ui/ErrorState";
import kit from "~/ui/kit.module.css";
import { Skeleton } from "~/ui/Skeleton";
import { useDocumentation } from "~/writeUps/useDocumentation";
import type { OpenWriteUp } from "~/writeUps/useWriteUp";
import { WriteUpState } from "~/writeUps/WriteUpState";
import { DocumentationEditor } from "./DocumentationEditor";
import { DocumentationText } from "./DocumentationText";
import { DraftBeside } from "./DraftBeside";
import css from "./documentation.module.css";
import { sourceOf } from "./source";
import { TextActions } from "./TextActions";
import { useDocumentationEdits } from "./useDocumentationEdits";
import { verbFor } from "./verbFor";

export function DocumentationPanel({ aiSession }: { aiSession: AiSession }) {
  const documentation = useDocumentation(aiSession);
  const edits = useDocumentationEdits(aiSession);
  const { data, loadError, reload } = documentation;
  if (loadError) {
    const what = "The documentation could not be loaded.";
    return <ErrorState what={what} error={loadError} onRetry={reload} />;
  }
  if (!data) return <Loading />;
  if (edits.isEditing) {
    return <DocumentationEditor aiSession={aiSession} documentation={data} edits={edits} />;
  }
  return (
    <>
      <DialogBody label="Documentation">
        <WriteUpState writeUp={documentation} said={sourceOf(data)} verb={verbFor(data)} />
        <DraftBeside aiSession={aiSession} documentation={data} />
        {data.content ? (
          <DocumentationText aiSession={aiSession} text={data.content} />
        ) : (
          <NotWritten documentation={documentation} />
        )}
      </DialogBody>
      <DialogFooter>
        <span className={kit.line}>
          <Lock size={14} strokeWidth={1.5} aria-hidden="true" /> Only your team sees this.
        </span>
        {data.content && <TextActions sessionId={aiSession.id} text={data.content} />}
        {data.can_edit && data.content && (
          <Button look="primary" onClick={edits.start}>
            Edit
          </Button>
        )}
      </DialogFooter>
    </>
  );
}

function Loading() {
  return (
    <DialogBody label="Documentation">
      <Skeleton heights={[28, 20, 60, 20, 60]} gap={12} label="Loading the documentation" />
    </DialogBody>
  );
}

function NotWritten({ documentation }: { documentation: OpenWriteUp<Documentation> }) {
  if (documentation.isWriting) {
    return <Skeleton heights={[20, 60, 20, 60]} gap={12} label="Writing the documentation" />;
  }
  return (
    <p className={css.none}>
      Nothing is written yet. The documentation is written when the session is escalated or
      concluded, or when somebody asks for it.
    </p>
  );
}
