/** What the desk keeps of the session: the draft of its case, which can be edited or withheld. */
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import type { AiSession, CaseDraft } from "~/api/types";
import { useLeftOverKeys } from "~/keyboard/enter";
import { Button } from "~/ui/Button";
import { Choice } from "~/ui/Field";
import { DraftedSections } from "~/writeUps/DraftedSections";
import { hasEdits } from "~/writeUps/edits";
import type { OpenWriteUp } from "~/writeUps/useWriteUp";
import { WriteUpState } from "~/writeUps/WriteUpState";
import { CASE_FIELDS, editedCase, MAX_FIELD, sourceOfCase } from "./caseFields";
import css from "./conclude.module.css";
import type { Conclusion } from "./useConclusion";

interface CaseKeptProps {
  aiSession: AiSession;
  draft: OpenWriteUp<CaseDraft>;
  conclusion: Conclusion;
}

export function CaseKept({ draft, conclusion }: CaseKeptProps) {
  const [isOpen, setIsOpen] = useState(false);
  const isLeftOver = useLeftOverKeys();
  const { entered, enter } = conclusion;
  const { isWithheld, fields } = entered.case;
  return (
    <div className={css.kept}>
      <div>
        <Button
          look="ghost"
          small
          className={css.unfold}
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
        >
          <ChevronRight size={14} strokeWidth={1.5} aria-hidden="true" />
          Case for the desk
        </Button>
      </div>
      {isOpen && !isWithheld && (
        <>
          <WriteUpState writeUp={draft} said={saidOf(draft)} verb="Draft again" />
          <DraftedSections
            sections={CASE_FIELDS}
            source={sourceOfCase(draft.data)}
            edits={fields}
            onEdits={(change) =>
              enter({ case: { isWithheld, fields: change(conclusion.entered.case.fields) } })
            }
            maxLength={MAX_FIELD}
            isLeftOver={isLeftOver}
          />
        </>
      )}
      {hasEdits(fields) && !isWithheld && !editedCase(fields, draft.data?.content) && (
        <p className={css.missing} role="status">
          Your case needs a name, what people noticed and what solved it.
        </p>
      )}
      <Choice
        type="checkbox"
        name="withholdCase"
        label="Don't keep this case"
        checked={isWithheld}
        onChange={(event) => enter({ case: { isWithheld: event.target.checked, fields } })}
      />
    </div>
  );
}

function saidOf({ data }: OpenWriteUp<CaseDraft>): string {
  if (data?.content && !data.content.fix)
    return "Nothing on record says what solved it yet. Without that, no case is kept.";
  return "Everybody on your team can read it. No names, no chat.";
}
