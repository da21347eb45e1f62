/** A field of the lane that grows with its text. Enter submits, Shift+Enter adds a line, Esc leaves it and keeps the text. */
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import { isComposing, submits } from "~/keyboard/enter";
import { classes } from "~/lib/classes";
import field from "~/ui/field.module.css";
import css from "./lane.module.css";

/** The API's limit. */
const LONGEST = 32_000;
const MOST_LINES = 6;

interface AnswerFieldProps {
  label: string;
  draft: string;
  /** The user has just asked for the field. */
  takesFocus: boolean;
  onDraft: (text: string) => void;
  onSubmit: () => void;
  /** The buttons below it. */
  children: ReactNode;
}

export function AnswerField(props: AnswerFieldProps) {
  const { label, draft, takesFocus, onDraft, onSubmit, children } = props;
  const input = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (takesFocus) input.current?.focus();
  }, [takesFocus]);
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (isComposing(event)) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      event.currentTarget.blur();
    } else if (submits(event)) {
      event.preventDefault();
      if (draft.trim() !== "") onSubmit();
    }
  };
  return (
    <>
      <textarea
        ref={input}
        className={classes(field.input, css.field)}
        dir="auto"
        aria-label={label}
        placeholder={label.startsWith("Result") ? "What did it show?" : "Answer"}
        maxLength={LONGEST}
        rows={Math.min(draft.split("\n").length, MOST_LINES)}
        value={draft}
        onChange={(event) => onDraft(event.target.value)}
        onKeyDown={press}
      />
      <div className={css.buttons}>{children}</div>
    </>
  );
}
