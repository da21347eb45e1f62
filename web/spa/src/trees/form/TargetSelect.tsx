/** Where an answer or step leads: a node that exists, or a new one. The long list is made only once the field is used. */
import { useState } from "react";
import type { Ending } from "~/api/trees";
import { QuietSelect } from "~/ui/Field";
import { addAt, pointAt } from "../editor/commands";
import { type Editor, useEditor } from "../editor/Editor";
import type { NewKind } from "../model/edits";
import { kindName, type Slot, titleOf } from "../model/graph";
import css from "./form.module.css";

const NEW: Record<"question" | "step" | Ending, string> = {
  question: "New question",
  step: "New step",
  try_fix: "New fix to try",
  solved: "New end: solved",
  escalate: "New end: escalate",
};
const NEW_KINDS = Object.keys(NEW) as NewKind[];

/** Before the id of a node, so that none is taken for a kind. */
const ID = "id:";

interface TargetSelectProps {
  editor: Editor;
  slot: Slot;
  next: string | null;
  label: string;
  /** Shown while it leads nowhere. */
  nowhere?: string;
}

export function TargetSelect({
  editor,
  slot,
  next,
  label,
  nowhere = "No next step yet",
}: TargetSelectProps) {
  const [isUsed, setIsUsed] = useState(false);
  const nodes = useEditor(editor, (state) => state.draft.nodes);
  const target = next ? nodes[next] : undefined;
  const choose = (value: string) => {
    const kind = NEW_KINDS.find((each) => value === `new:${each}`);
    if (kind) addAt(editor, slot, kind);
    else pointAt(editor, slot, value.slice(ID.length) || null);
  };
  return (
    <QuietSelect
      aria-label={label}
      className={css.target}
      value={target ? ID + next : ID}
      onFocus={() => setIsUsed(true)}
      onPointerDown={() => setIsUsed(true)}
      onChange={({ target: { value } }) => choose(value)}
    >
      <option value={ID}>{nowhere}</option>
      {!isUsed && target && <option value={ID + next}>{titleOf(target)}</option>}
      {isUsed && (
        <>
          <optgroup label="New">
            {NEW_KINDS.map((kind) => (
              <option key={kind} value={`new:${kind}`}>
                {NEW[kind]}
              </option>
            ))}
          </optgroup>
          <optgroup label="Existing">
            {Object.entries(nodes).map(([id, node]) => (
              <option key={id} value={ID + id}>
                {`${kindName(node)}: ${titleOf(node)}`}
              </option>
            ))}
          </optgroup>
        </>
      )}
    </QuietSelect>
  );
}
