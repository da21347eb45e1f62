/** The four sections that are checked before a session is resolved, and the note that they lead to. */
import { ChevronRight } from "lucide-react";
import { type RefObject, useState } from "react";
import type { AiSession, Documentation, SectionName } from "~/api/types";
import { useLeftOverKeys } from "~/keyboard/enter";
import { count } from "~/lib/text";
import { Button } from "~/ui/Button";
import { lazyPart } from "~/ui/lazyPart";
import { DraftedSections } from "~/writeUps/DraftedSections";
import type { Source } from "~/writeUps/edits";
import { reasonOf } from "~/writeUps/failures";
import { CONCLUDED_SECTIONS, MAX_SECTION } from "~/writeUps/sections";
import type { OpenWriteUp } from "~/writeUps/useWriteUp";
import { WriteUpState } from "~/writeUps/WriteUpState";
import css from "./conclude.module.css";
import type { Conclusion } from "./useConclusion";

const PreviewPanel = lazyPart(() => import("~/writeUps/PreviewPanel"));

interface NoteDraftProps {
  aiSession: AiSession;
  documentation: OpenWriteUp<Documentation>;
  note: Source<SectionName>;
  conclusion: Conclusion;
  area: RefObject<HTMLTextAreaElement | null>;
}

export function NoteDraft({ aiSession, documentation, note, conclusion, area }: NoteDraftProps) {
  const isLeftOver = useLeftOverKeys();
  return (
    <div className={css.column}>
      <WriteUpState
        writeUp={documentation}
        said={sourceOf(documentation, aiSession)}
        verb="Draft again"
      />
      <DraftedSections
        sections={CONCLUDED_SECTIONS}
        source={note}
        edits={conclusion.entered.sections}
        onEdits={conclusion.editSections}
        maxLength={MAX_SECTION}
        first={area}
        isLeftOver={isLeftOver}
      />
      <NotePreview aiSession={aiSession} />
    </div>
  );
}

function sourceOf({ data, loadError }: OpenWriteUp<Documentation>, aiSession: AiSession): string {
  if (loadError) return "No draft could be loaded. Write the sections yourself.";
  if (data?.error) return `${reasonOf(data.error)} Made from the record: check and complete it.`;
  if (!data || data.status === "none") return "What you edit stays yours.";
  return `Drafted from ${count(aiSession.step_count, "step")}. What you edit stays yours.`;
}

/** Read and written only when it is opened. */
function NotePreview({ aiSession }: { aiSession: AiSession }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div>
      <Button
        look="ghost"
        small
        className={css.unfold}
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        <ChevronRight size={14} strokeWidth={1.5} aria-hidden="true" />
        Preview of the resolution note
      </Button>
      {isOpen && (
        <PreviewPanel
          aiSession={aiSession}
          kind="resolution-note"
          label="Resolution note"
          reader="How the copilot words the note, from the record as it is now."
        />
      )}
    </div>
  );
}
