/** Adds a possible cause. Enter saves once; Esc closes the field and keeps what was typed for the next time. */
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { isComposing, submits } from "~/keyboard/enter";
import { useNotedLayer } from "~/keyboard/layers";
import { classes } from "~/lib/classes";
import field from "~/ui/field.module.css";
import css from "./board.module.css";

const LONGEST = 300;

interface NewCauseProps {
  draft: string;
  onDraft: (draft: string) => void;
  onAdd: (cause: string) => Promise<string | null>;
  onClose: () => void;
}

export function NewCause({ draft, onDraft, onAdd, onClose }: NewCauseProps) {
  const [why, setWhy] = useState<string | null>(null);
  const isSaving = useRef(false);
  const input = useRef<HTMLInputElement>(null);
  const saidId = useId();
  useNotedLayer();
  useEffect(() => input.current?.focus(), []);
  const save = async () => {
    if (isSaving.current) return;
    if (draft.trim() === "") return setWhy("Write the cause first.");
    isSaving.current = true;
    const refusal = await onAdd(draft.trim());
    isSaving.current = false;
    if (refusal) return setWhy(`Not added. ${refusal}`);
    onDraft("");
    onClose();
  };
  const press = (event: KeyboardEvent) => {
    if (isComposing(event) || (event.key !== "Enter" && event.key !== "Escape")) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") onClose();
    else if (submits(event)) void save();
  };
  return (
    <div className={css.form}>
      <input
        ref={input}
        className={field.input}
        dir="auto"
        aria-label="New cause"
        aria-describedby={saidId}
        aria-invalid={why ? true : undefined}
        maxLength={LONGEST}
        value={draft}
        onKeyDown={press}
        onChange={(event) => onDraft(event.target.value)}
      />
      <small id={saidId} className={classes(css.said, why && field.error)}>
        {why ?? "Enter saves, Esc closes"}
      </small>
    </div>
  );
}
