import type { TreeFix, TreeNode } from "~/api/trees";
import { SelectField, TextAreaField, TextField } from "~/ui/Field";
import { LONGEST_TEXT } from "../model/graph";
import { LONGEST_FIX_TITLE, limitOf } from "./limits";

const NO_FIX: TreeFix = { title: "", rationale: "", steps: [], risk: "low" };

interface FixFieldsProps {
  node: TreeNode;
  onChange: (part: Partial<TreeNode>, field?: string) => void;
}

/** The fix that an outcome proposes. In a session it becomes a suggested fix. */
export function FixFields({ node, onChange }: FixFieldsProps) {
  const fix = node.fix ?? NO_FIX;
  const change = (part: Partial<TreeFix>, name: string) =>
    onChange({ fix: { ...fix, ...part } }, `fix ${name}`);
  return (
    <>
      <TextField
        label="Fix"
        maxLength={LONGEST_FIX_TITLE}
        dir="auto"
        value={fix.title}
        onChange={({ target }) => change({ title: target.value }, "title")}
      />
      <TextAreaField
        label="Why it helps"
        rows={2}
        {...limitOf(fix.rationale, LONGEST_TEXT)}
        dir="auto"
        value={fix.rationale}
        onChange={({ target }) => change({ rationale: target.value }, "rationale")}
      />
      <TextAreaField
        label="Steps"
        hint="One on each line."
        rows={3}
        dir="auto"
        value={fix.steps.join("\n")}
        // An empty line stays while it is written; the last one is dropped on leaving.
        onChange={({ target }) => change({ steps: target.value.split("\n") }, "steps")}
        onBlur={() => change({ steps: fix.steps.filter((step) => step.trim()) }, "steps")}
      />
      <SelectField
        label="Risk"
        value={fix.risk}
        onChange={({ target }) => change({ risk: target.value as TreeFix["risk"] }, "risk")}
      >
        <option value="low">Low</option>
        <option value="medium">Medium</option>
        <option value="high">High</option>
      </SelectField>
    </>
  );
}
