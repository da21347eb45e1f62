/** Asked before a session is escalated or concluded while its fix was applied and has no final word: what did it do? */
import { type FormEvent, type RefObject, useState } from "react";
import type { OutcomeReport } from "~/api/fixes";
import type { Fix, Outcome } from "~/api/types";
import { Button } from "~/ui/Button";
import { Choice, TextAreaField } from "~/ui/Field";
import { MOST_NOTES, notesOf, QUESTIONS } from "../fix/words";
import { submitOnEnter } from "./DialogFoot";
import css from "./dialogs.module.css";

interface Answer {
  label: string;
  /** Null leaves the fix as it stands. */
  outcome: Outcome | null;
}

const ANSWERS: Answer[] = [
  { label: "It worked", outcome: "applied_success" },
  { label: "Did not work", outcome: "applied_failed" },
  { label: "Partly", outcome: "applied_partial" },
  { label: "Never applied", outcome: "dismissed" },
];
const KEEP_WAITING: Answer = { label: "Keep waiting", outcome: "applied_pending" };
const LEAVE: Answer = { label: "Leave it as it is", outcome: null };

interface OutcomeQuestionProps {
  /** The first answer, which takes the focus. */
  first: RefObject<HTMLInputElement | null>;
  fix: Fix;
  /** Which last answer makes sense: who escalates may wait on, who concludes may leave it. */
  lastAnswer: "keep-waiting" | "leave";
  refusal: string | null;
  onCancel: () => void;
  /** Null: nothing to record. */
  onAnswer: (report: OutcomeReport | null) => void;
}

export function OutcomeQuestion(props: OutcomeQuestionProps) {
  const { first, fix, lastAnswer, refusal, ...on } = props;
  const answers = [...answersFor(fix), lastAnswer === "leave" ? LEAVE : KEEP_WAITING];
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [notes, setNotes] = useState(notesOf(fix) ?? "");
  const [wasTried, setWasTried] = useState(false);
  const question = answer?.outcome ? QUESTIONS[answer.outcome] : undefined;
  const lacks = !answer || (question !== undefined && notes.trim() === "");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setWasTried(true);
    if (!lacks && notes.length <= MOST_NOTES) on.onAnswer(reportOf(answer, question && notes, fix));
  };
  return (
    <form className={css.form} onSubmit={submit}>
      <fieldset className={css.choices}>
        <legend className={css.legend}>This fix still needs an outcome: {fix.title}</legend>
        {answers.map((each, position) => (
          <Choice
            key={each.label}
            ref={position === 0 ? first : undefined}
            type="radio"
            name="outcome"
            label={each.label}
            checked={answer === each}
            onChange={() => setAnswer(each)}
          />
        ))}
      </fieldset>
      {question && (
        <Notes question={question} notes={notes} isMissing={wasTried && lacks} onNotes={setNotes} />
      )}
      {wasTried && !answer && <p className={css.error}>Choose what the fix did.</p>}
      {refusal && <p className={css.error}>Not recorded. {refusal}</p>}
      <div className={css.foot}>
        <Button onClick={on.onCancel}>Cancel</Button>
        <Button type="submit" look="primary">
          Continue
        </Button>
      </div>
    </form>
  );
}

/** What was recorded to have done something was applied. */
function answersFor(fix: Fix): Answer[] {
  return fix.status === "proposed"
    ? ANSWERS
    : ANSWERS.filter((answer) => answer.outcome !== "dismissed");
}

interface NotesProps {
  question: string;
  notes: string;
  isMissing: boolean;
  onNotes: (notes: string) => void;
}

function Notes({ question, notes, isMissing, onNotes }: NotesProps) {
  return (
    <TextAreaField
      label={question}
      rows={2}
      required
      maxLength={MOST_NOTES}
      value={notes}
      error={isMissing ? "This needs an answer." : undefined}
      onChange={(event) => onNotes(event.target.value)}
      onKeyDown={submitOnEnter}
    />
  );
}

/** Null where the answer is what the fix says already. */
function reportOf(answer: Answer, notes: string | undefined, fix: Fix): OutcomeReport | null {
  if (!answer.outcome) return null;
  const words = notes?.trim();
  if (answer.outcome === fix.status && words === notesOf(fix)) return null;
  return words ? { outcome: answer.outcome, notes: words } : { outcome: answer.outcome };
}
