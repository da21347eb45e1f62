/** Asks for the outcome of an applied fix before its session is escalated or concluded. */
import { type FormEvent, useState } from "react";
import type { OutcomeReport } from "~/api/fixes";
import type { Fix, Outcome } from "~/api/types";
import { useSubmitOnEnter } from "~/keyboard/enter";
import { Choice, TextAreaField } from "~/ui/Field";
import { MAX_NOTES, notesOf, QUESTIONS } from "../fix/fixText";
import { DialogFoot } from "./DialogFoot";
import css from "./dialogs.module.css";
import type { ConfirmedClose } from "./useConfirmedClose";
import type { OutcomeFirst } from "./useOutcomeFirst";

interface Answer {
  label: string;
  /** Null leaves the fix as it is. */
  outcome: Outcome | null;
}

const ANSWERS: Answer[] = [
  { label: "It worked", outcome: "applied_success" },
  { label: "Partly", outcome: "applied_partial" },
  { label: "Did not work", outcome: "applied_failed" },
  { label: "Never applied", outcome: "dismissed" },
];
const KEEP_WAITING: Answer = { label: "Keep waiting", outcome: "applied_pending" };
const LEAVE: Answer = { label: "Leave it as it is", outcome: null };

interface OutcomeQuestionProps {
  fix: Fix;
  asking: OutcomeFirst;
  /** Which last answer is offered: one who escalates may keep waiting, one who concludes may leave the fix as it is. */
  lastAnswer: "keep-waiting" | "leave";
  closing: ConfirmedClose;
}

export function OutcomeQuestion({ fix, asking, lastAnswer, closing }: OutcomeQuestionProps) {
  const { notes, refusal } = asking;
  const answers = [...answersFor(fix), lastAnswer === "leave" ? LEAVE : KEEP_WAITING];
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [wasTried, setWasTried] = useState(false);
  const submitOnEnter = useSubmitOnEnter();
  const question = answer?.outcome ? QUESTIONS[answer.outcome] : undefined;
  const lacks = !answer || (question !== undefined && notes.trim() === "");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setWasTried(true);
    if (lacks || notes.length > MAX_NOTES) return;
    void asking.answer(reportOf(answer, question && notes, fix));
  };
  return (
    <form className={css.form} onSubmit={submit} onKeyDown={submitOnEnter} noValidate>
      <fieldset className={css.choices}>
        <legend className={css.legend}>This fix still needs an outcome: {fix.title}</legend>
        {answers.map((each, position) => (
          <Choice
            key={each.label}
            ref={position === 0 ? asking.first : undefined}
            type="radio"
            name="outcome"
            label={each.label}
            checked={answer === each}
            onChange={() => setAnswer(each)}
          />
        ))}
      </fieldset>
      {question && <Notes question={question} asking={asking} isMissing={wasTried && lacks} />}
      {wasTried && !answer && <p className={css.error}>Choose what the fix did.</p>}
      {refusal && <p className={css.error}>Not recorded. {refusal}</p>}
      <DialogFoot closing={closing} verb="Continue" busy="Recording…" isBusy={asking.isBusy} />
    </form>
  );
}

/** "Never applied" is offered only if the fix has no recorded effect yet. */
function answersFor(fix: Fix): Answer[] {
  return fix.status === "proposed"
    ? ANSWERS
    : ANSWERS.filter((answer) => answer.outcome !== "dismissed");
}

interface NotesProps {
  question: string;
  asking: OutcomeFirst;
  isMissing: boolean;
}

function Notes({ question, asking, isMissing }: NotesProps) {
  return (
    <TextAreaField
      ref={asking.field}
      label={question}
      rows={2}
      required
      maxLength={MAX_NOTES}
      value={asking.notes}
      dir="auto"
      error={isMissing ? "This needs an answer." : undefined}
      onChange={(event) => asking.setNotes(event.target.value)}
    />
  );
}

/** Null if the fix already has this outcome. */
function reportOf(answer: Answer, notes: string | undefined, fix: Fix): OutcomeReport | null {
  if (!answer.outcome) return null;
  const words = notes?.trim();
  if (answer.outcome === fix.status && words === notesOf(fix)) return null;
  return words ? { outcome: answer.outcome, notes: words } : { outcome: answer.outcome };
}
