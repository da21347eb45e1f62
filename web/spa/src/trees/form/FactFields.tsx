/** What is known once a run has passed the node: facts for the session. */
import { Plus, X } from "lucide-react";
import { useId, useState } from "react";
import type { TreeFact, TreeNode } from "~/api/trees";
import { mapByIndex } from "~/prose/mapByIndex";
import { Button, IconButton } from "~/ui/Button";
import field from "~/ui/field.module.css";
import css from "./form.module.css";
import { MOST_FACTS } from "./limits";

const KINDS = ["device", "user", "system", "error_code", "since", "scope", "changed", "excluded"];

interface FactFieldsProps {
  facts: TreeFact[];
  onChange: (part: Partial<TreeNode>, field?: string) => void;
}

export function FactFields({ facts, onChange }: FactFieldsProps) {
  const list = useId();
  const [typed, setTyped] = useState(facts);
  // A fact is saved once it is whole; after an undo, what is saved counts.
  const rows = isSame(whole(typed), facts) ? typed : facts;
  const change = (next: TreeFact[], name?: string) => {
    setTyped(next);
    if (!isSame(whole(next), facts)) onChange({ facts: whole(next) }, name);
  };
  const put = (index: number, part: Partial<TreeFact>) =>
    change(
      rows.map((fact, at) => (at === index ? { ...fact, ...part } : fact)),
      `fact ${index}`,
    );
  return (
    <fieldset className={css.part}>
      <legend className={css.legend}>Facts that are known here</legend>
      <datalist id={list}>
        {KINDS.map((kind) => (
          <option key={kind} value={kind} />
        ))}
      </datalist>
      {mapByIndex(rows, ({ kind, value }, index) => (
        <div className={css.answer}>
          <input
            className={field.input}
            aria-label={`Kind of fact ${index + 1}`}
            placeholder="Kind"
            list={list}
            maxLength={40}
            value={kind}
            onChange={({ target }) => put(index, { kind: target.value })}
          />
          <input
            className={field.input}
            aria-label={`Value of fact ${index + 1}`}
            placeholder="Value"
            maxLength={500}
            dir="auto"
            value={value}
            onChange={({ target }) => put(index, { value: target.value })}
          />
          <IconButton
            small
            label={`Remove fact ${index + 1}`}
            tip="above"
            onClick={() => change(rows.filter((_fact, at) => at !== index))}
          >
            <X size={16} strokeWidth={1.5} />
          </IconButton>
        </div>
      ))}
      {rows.length < MOST_FACTS && (
        <div>
          <Button
            look="ghost"
            small
            onClick={() => change([...rows, { kind: "excluded", value: "" }])}
          >
            <Plus size={16} strokeWidth={1.5} />
            Add fact
          </Button>
        </div>
      )}
    </fieldset>
  );
}

function whole(facts: readonly TreeFact[]): TreeFact[] {
  return facts.filter(({ kind, value }) => kind.trim() && value.trim());
}

function isSame(one: readonly TreeFact[], other: readonly TreeFact[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
