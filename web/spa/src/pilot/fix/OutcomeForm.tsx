/** Asks for the notes that an outcome needs. Enter records, Shift+Enter adds a line, Esc goes back and keeps them. */
import { type FormEvent, type KeyboardEvent, Suspense, useEffect, useRef, useState } from "react";
import type { Outcome } from "~/api/types";
import { isComposing, useSubmitOnEnter } from "~/keyboard/enter";
import { useNotedLayer } from "~/keyboard/layers";
import { serverNow } from "~/lib/serverTime";
import { Button } from "~/ui/Button";
import { TextAreaField } from "~/ui/Field";
import { GuardedButton } from "~/ui/GuardedButton";
import { lazyPart } from "~/ui/lazyPart";
import css from "./fix.module.css";
import { MAX_NOTES, QUESTIONS } from "./fixText";
import { type Reminder, reminderProblem } from "./reminder";

const ReminderField = lazyPart(() => import("./ReminderField"));

export interface Asked {
  outcome: Outcome;
  notes: string;
  reminder: Reminder;
}

interface OutcomeFormProps {
  asked: Asked;
  /** The reminder that the fix has. */
  remindAt: string | null;
  onChange: (part: Partial<Asked>) => void;
  onRecord: () => void;
  onCancel: () => void;
}

export function OutcomeForm({ asked, remindAt, onChange, onRecord, onCancel }: OutcomeFormProps) {
  const { outcome, notes, reminder } = asked;
  const [wasTried, setWasTried] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const submitOnEnter = useSubmitOnEnter();
  useNotedLayer();
  useEffect(() => area.current?.focus(), []);
  const isBlank = notes.trim() === "";
  const problem = wasTried ? reminderProblem(reminder, serverNow()) : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setWasTried(true);
    if (isBlank) area.current?.focus();
    else if (notes.length <= MAX_NOTES && !reminderProblem(reminder, serverNow())) onRecord();
  };
  const press = (event: KeyboardEvent<HTMLFormElement>) => {
    if (event.key !== "Escape" || isComposing(event)) return submitOnEnter(event);
    event.preventDefault();
    onCancel();
  };
  return (
    <form className={css.form} onSubmit={submit} onKeyDown={press} noValidate>
      <TextAreaField
        ref={area}
        dir="auto"
        label={QUESTIONS[outcome] ?? "Notes"}
        rows={1}
        required
        maxLength={MAX_NOTES}
        value={notes}
        error={wasTried && isBlank ? "This needs an answer." : undefined}
        onChange={(event) => onChange({ notes: event.target.value })}
      />
      {problem && <p className={css.refusal}>{problem}</p>}
      <div className={css.actions}>
        {outcome === "applied_pending" && (
          <Suspense fallback={<span className={css.reminder} />}>
            <ReminderField
              current={remindAt}
              onChoose={(chosen) => onChange({ reminder: chosen })}
            />
          </Suspense>
        )}
        <Button small look="ghost" onClick={onCancel}>
          Cancel
        </Button>
        <GuardedButton small type="submit" look="primary" className={css.last}>
          Record
        </GuardedButton>
      </div>
    </form>
  );
}
