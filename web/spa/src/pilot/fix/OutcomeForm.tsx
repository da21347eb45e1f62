/** Asks for the words that an outcome needs. Enter records, Shift+Enter adds a line, Esc goes back without losing them. */
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { Outcome } from "~/api/types";
import { Button } from "~/ui/Button";
import { TextAreaField } from "~/ui/Field";
import css from "./fix.module.css";
import { MOST_NOTES, QUESTIONS } from "./words";

interface OutcomeFormProps {
  outcome: Outcome;
  notes: string;
  onNotes: (notes: string) => void;
  onRecord: () => void;
  onCancel: () => void;
}

export function OutcomeForm({ outcome, notes, onNotes, onRecord, onCancel }: OutcomeFormProps) {
  const [wasTried, setWasTried] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => area.current?.focus(), []);
  const isBlank = notes.trim() === "";
  const record = () => {
    setWasTried(true);
    if (!isBlank && notes.length <= MOST_NOTES) onRecord();
  };
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault();
      onCancel();
    }
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    record();
  };
  return (
    <div className={css.form}>
      <TextAreaField
        ref={area}
        label={QUESTIONS[outcome] ?? "Notes"}
        rows={2}
        required
        maxLength={MOST_NOTES}
        value={notes}
        error={wasTried && isBlank ? "This needs an answer." : undefined}
        onChange={(event) => onNotes(event.target.value)}
        onKeyDown={press}
      />
      <div className={css.actions}>
        <Button look="primary" onClick={record}>
          Record
        </Button>
        <Button look="ghost" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
