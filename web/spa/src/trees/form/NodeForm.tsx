/** A node: its kind and text, what follows it, and what belongs to it. */
import { useState } from "react";
import type { TreeNode, TreeProblem } from "~/api/trees";
import { SelectField, TextAreaField } from "~/ui/Field";
import { type Editor, useEditor } from "../editor/Editor";
import { changeKind, type NewKind, putNode } from "../model/edits";
import { LONGEST_TEXT, titleOf } from "../model/graph";
import type { Row } from "../model/outline";
import { AnswerFields } from "./AnswerFields";
import { FactFields } from "./FactFields";
import { FixFields } from "./FixFields";
import { FormHead } from "./FormHead";
import css from "./form.module.css";
import { limitOf } from "./limits";
import { ScriptField } from "./ScriptField";
import { TargetSelect } from "./TargetSelect";

const KINDS: readonly [NewKind, string][] = [
  ["question", "Question"],
  ["step", "Step"],
  ["try_fix", "End: try a fix"],
  ["solved", "End: solved"],
  ["escalate", "End: escalate"],
];

const TEXT_LABELS: Record<TreeNode["kind"], string> = {
  question: "Question",
  step: "What to do",
  outcome: "What is known then",
};

interface NodeFormProps {
  editor: Editor;
  row: Row;
  id: string;
  problems: readonly TreeProblem[];
}

export function NodeForm({ editor, row, id, problems }: NodeFormProps) {
  const node = useEditor(editor, ({ draft }) => draft.nodes[id]);
  if (!node) return null;
  const patch = (part: Partial<TreeNode>, field?: string) =>
    editor.edit((draft) => putNode(draft, id, { ...node, ...part }), {
      ...(field && { field: `${field} ${id}` }),
    });
  return (
    <>
      <FormHead editor={editor} row={row}>
        {titleOf(node)}
      </FormHead>
      <Problems problems={problems} />
      <TextAreaField
        data-first
        label={TEXT_LABELS[node.kind]}
        rows={2}
        {...limitOf(node.text, LONGEST_TEXT)}
        dir="auto"
        value={node.text}
        onChange={({ target }) => patch({ text: target.value }, "text")}
      />
      {node.kind === "question" && <AnswerFields editor={editor} id={id} node={node} />}
      {node.kind === "step" && (
        <div className={css.part}>
          <p className={css.legend}>Then</p>
          <TargetSelect
            editor={editor}
            slot={{ from: id, index: 0 }}
            next={node.next ?? null}
            label="Then"
          />
        </div>
      )}
      {node.kind === "outcome" && node.outcome === "try_fix" && (
        <FixFields node={node} onChange={patch} />
      )}
      <More node={node} onChange={patch} onKind={(kind) => become(editor, id, kind)} />
    </>
  );
}

function become(editor: Editor, id: string, kind: NewKind): void {
  const isEnd = kind !== "question" && kind !== "step";
  editor.edit((draft) =>
    isEnd ? changeKind(draft, id, "outcome", kind) : changeKind(draft, id, kind, null),
  );
}

/** Open ends have a line of their own in the outline. */
function Problems({ problems }: { problems: readonly TreeProblem[] }) {
  if (problems.length === 0) return null;
  return (
    <ul className={css.problems}>
      {problems.map(({ code, message }) => (
        <li key={code}>{message}</li>
      ))}
    </ul>
  );
}

interface MoreProps {
  node: TreeNode;
  onChange: (part: Partial<TreeNode>, field?: string) => void;
  onKind: (kind: NewKind) => void;
}

/** What most nodes do without. Open if it is used. */
function More({ node, onChange, onKind }: MoreProps) {
  const isUsed = Boolean(node.help || node.script_id || node.facts?.length);
  const [isOpen, setIsOpen] = useState(isUsed);
  const kind = node.kind === "outcome" ? (node.outcome ?? "solved") : node.kind;
  return (
    <details
      className={css.more}
      open={isOpen}
      onToggle={(event) => setIsOpen(event.currentTarget.open)}
    >
      <summary>Kind, help, script and facts</summary>
      {isOpen && (
        <div className={css.moreBody}>
          <SelectField
            label="Kind"
            value={kind}
            onChange={({ target }) => onKind(target.value as NewKind)}
          >
            {KINDS.map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </SelectField>
          <TextAreaField
            label="Help"
            hint="How to find it out or to do it."
            rows={2}
            {...limitOf(node.help ?? "", LONGEST_TEXT)}
            dir="auto"
            value={node.help ?? ""}
            onChange={({ target }) => onChange({ help: target.value || null }, "help")}
          />
          <ScriptField
            scriptId={node.script_id ?? null}
            onChoose={(script_id) => onChange({ script_id })}
          />
          <FactFields facts={node.facts ?? []} onChange={onChange} />
        </div>
      )}
    </details>
  );
}
