/** The documentation's sections as fields, in the place of the text. Enter adds a line, Ctrl+Enter saves. */
import type { FormEvent } from "react";
import { messageOf } from "~/api/errors";
import type { AiSession, Documentation, DocumentationChange } from "~/api/types";
import { minutesOf } from "~/pilot/conclude/timeSpent";
import css from "~/pilot/dialogs/dialogs.module.css";
import { Button } from "~/ui/Button";
import { DialogBody, DialogFooter, DialogForm } from "~/ui/Dialog";
import { GuardedButton } from "~/ui/GuardedButton";
import { KeyCap } from "~/ui/KeyCap";
import { UnitField } from "~/ui/UnitField";
import { DraftedSections } from "~/writeUps/DraftedSections";
import { MAX_SECTION, SECTIONS } from "~/writeUps/sections";
import { useDocumentationEdit } from "~/writeUps/useDocumentation";
import { DocumentationText } from "./DocumentationText";
import type { DocumentationEdits } from "./useDocumentationEdits";
import { useSaveOnEnter } from "./useSaveOnEnter";

interface DocumentationEditorProps {
  aiSession: AiSession;
  documentation: Documentation;
  edits: DocumentationEdits;
}

export function DocumentationEditor({ aiSession, documentation, edits }: DocumentationEditorProps) {
  const { unsaved, hasChanges, change, end } = edits;
  const saving = useDocumentationEdit(aiSession, end);
  const saveOnEnter = useSaveOnEnter();
  const minutes = unsaved.minutes ?? String(documentation.time_spent_minutes);
  const isWrong = unsaved.minutes !== null && minutesOf(minutes) === null;
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (!hasChanges) end();
    else if (!isWrong && !saving.isPending) saving.mutate(changeOf(edits));
  };
  return (
    <DialogForm onSubmit={save} onKeyDown={saveOnEnter}>
      <DialogBody label="Documentation">
        <DraftedSections
          sections={SECTIONS}
          source={{ drafted: documentation.sections, beside: documentation.draft_sections }}
          edits={unsaved.sections}
          onEdits={(next) => change((now) => ({ ...now, sections: next(now.sections) }))}
          maxLength={MAX_SECTION}
        />
        <UnitField
          label="Time spent"
          unit="min"
          inputMode="numeric"
          autoComplete="off"
          value={minutes}
          error={isWrong ? "Whole minutes, at most a week." : undefined}
          onChange={(event) => change((now) => ({ ...now, minutes: event.target.value }))}
        />
        {saving.error && (
          <p className={css.error} role="alert">
            Not saved. Your text is kept. {messageOf(saving.error)}
          </p>
        )}
        {documentation.content && (
          <DocumentationText aiSession={aiSession} text={documentation.content} isOnlyPrinted />
        )}
      </DialogBody>
      <DialogFooter>
        <span>{hasChanges && "Unsaved changes"}</span>
        <Button look="ghost" onClick={end}>
          {hasChanges ? "Discard changes" : "Cancel"}
        </Button>
        <GuardedButton type="submit" look="primary" aria-disabled={saving.isPending || undefined}>
          {saving.isPending ? "Saving…" : "Save"}
          <KeyCap>Ctrl ↵</KeyCap>
        </GuardedButton>
      </DialogFooter>
    </DialogForm>
  );
}

/** Only what was changed, so that two people can work on different sections. */
function changeOf({ unsaved: { sections, minutes } }: DocumentationEdits): DocumentationChange {
  const texts = Object.entries(sections).map(([name, edit]) => [name, edit.text.trim()]);
  const time = minutes === null ? null : minutesOf(minutes);
  return {
    ...(texts.length > 0 && { sections: Object.fromEntries(texts) }),
    ...(time !== null && { time_spent_minutes: time }),
  };
}
