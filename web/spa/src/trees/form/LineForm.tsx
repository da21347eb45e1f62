/** The form of the chosen line: a node, an open end, or a link. Below the outline. */
import type { Ref } from "react";
import type { TreeProblem } from "~/api/trees";
import { type Editor, useEditor, useRows } from "../editor/Editor";
import css from "./form.module.css";
import { GapForm } from "./GapForm";
import { LinkForm } from "./LinkForm";
import { NodeForm } from "./NodeForm";

export interface LineFormProps {
  ref: Ref<HTMLElement>;
  editor: Editor;
  problems: readonly TreeProblem[];
}

export function LineForm({ ref, editor, problems }: LineFormProps) {
  const rows = useRows(editor);
  const selected = useEditor(editor, (state) => state.selected);
  const row = rows.find(({ key }) => key === selected) ?? rows[0];
  if (!row) return null;
  return (
    <section ref={ref} className={css.form} aria-labelledby="line-title">
      {row.kind === "node" && row.node && (
        <NodeForm
          key={row.node}
          editor={editor}
          row={row}
          id={row.node}
          problems={problems.filter(({ node }) => node === row.node)}
        />
      )}
      {row.kind === "gap" && <GapForm key={row.key} editor={editor} row={row} />}
      {row.kind === "link" && <LinkForm key={row.key} editor={editor} row={row} />}
    </section>
  );
}
