/** Adds a fact: its kind and its value. Enter saves once; Esc closes the form and keeps what was typed for the next time. */
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import type { NewFact } from "~/api/facts";
import { isComposing, submits } from "~/keyboard/enter";
import { useNotedLayer } from "~/keyboard/layers";
import { classes } from "~/lib/classes";
import { kindText } from "~/lib/text";
import field from "~/ui/field.module.css";
import css from "./details.module.css";
import { MAX_VALUE } from "./FactRow";
import inline from "./inline.module.css";
import { KINDS } from "./kinds";

export const NO_FACT: NewFact = { kind: "device", value: "" };

interface NewFactFormProps {
  draft: NewFact;
  onDraft: (draft: NewFact) => void;
  onAdd: (fact: NewFact) => Promise<string | null>;
  onClose: () => void;
}

export function NewFactForm({ draft, onDraft, onAdd, onClose }: NewFactFormProps) {
  const { kind, value } = draft;
  const [why, setWhy] = useState<string | null>(null);
  const isSaving = useRef(false);
  const input = useRef<HTMLInputElement>(null);
  const saidId = useId();
  useNotedLayer();
  useEffect(() => input.current?.focus(), []);
  const save = async () => {
    if (isSaving.current) return;
    if (value.trim() === "") return setWhy("Write the fact first.");
    isSaving.current = true;
    const refusal = await onAdd({ kind, value: value.trim() });
    isSaving.current = false;
    if (refusal) return setWhy(`Not added. ${refusal}`);
    onDraft(NO_FACT);
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
    // biome-ignore lint/a11y/noStaticElementInteractions: it only watches the keys of the fields inside.
    <div className={css.newFact} onKeyDown={press}>
      <select
        className={classes(field.input, inline.input)}
        aria-label="Kind of fact"
        value={kind}
        onChange={(event) => onDraft({ ...draft, kind: event.target.value })}
      >
        {KINDS.map((each) => (
          <option key={each} value={each}>
            {kindText(each)}
          </option>
        ))}
      </select>
      <input
        ref={input}
        className={classes(field.input, inline.input)}
        dir="auto"
        aria-label={`New fact: ${kindText(kind).toLowerCase()}`}
        aria-describedby={saidId}
        aria-invalid={why ? true : undefined}
        maxLength={MAX_VALUE}
        value={value}
        onChange={(event) => onDraft({ ...draft, value: event.target.value })}
      />
      <small id={saidId} className={classes(inline.said, why && field.error)}>
        {why ?? "Enter saves, Esc closes"}
      </small>
    </div>
  );
}
