/** What is known once a run has passed the node: facts for the session. */
import { Plus, X } from "lucide-react";
import { useId } from "react";
import type { TreeFact, TreeNode } from "~/api/trees";
import { mapByIndex } from "~/prose/mapByIndex";
import { Button, IconButton } from "~/ui/Button";
import field from "~/ui/field.module.css";
import css from "./form.module.css";

const KINDS = ["device", "user", "system", "error_code", "since", "scope", "changed", "excluded"];
const MOST_FACTS = 8;

interface FactFieldsProps {
  facts: TreeFact[];
  onChange: (part: Partial<TreeNode>, field?: string) => void;
}

export function FactFields({ facts, onChange }: FactFieldsProps) {
  const list = useId();
  const put = (index: number, part: Partial<TreeFact>) =>
    onChange(
      { facts: facts.map((fact, at) => (at === index ? { ...fact, ...part } : fact)) },
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
      {mapByIndex(facts, ({ kind, value }, index) => (
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
            onClick={() => onChange({ facts: facts.filter((_fact, at) => at !== index) })}
          >
            <X size={16} strokeWidth={1.5} />
          </IconButton>
        </div>
      ))}
      {facts.length < MOST_FACTS && (
        <div>
          <Button
            look="ghost"
            small
            onClick={() => onChange({ facts: [...facts, { kind: "excluded", value: "" }] })}
          >
            <Plus size={16} strokeWidth={1.5} />
            Add fact
          </Button>
        </div>
      )}
    </fieldset>
  );
}
