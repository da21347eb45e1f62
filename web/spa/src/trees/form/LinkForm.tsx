/** An answer that leads to a node which has its line elsewhere. */
import { Button } from "~/ui/Button";
import { TextField } from "~/ui/Field";
import { describe, relabel } from "../editor/commands";
import type { Editor } from "../editor/Editor";
import type { Row } from "../model/outline";
import { FormHead } from "./FormHead";
import css from "./form.module.css";
import { LONGEST_LABEL } from "./limits";
import { TargetSelect } from "./TargetSelect";

export function LinkForm({ editor, row }: { editor: Editor; row: Row }) {
  const { slot, label, node } = row;
  if (!slot || !node) return null;
  return (
    <>
      <FormHead editor={editor} row={row}>{`→ ${describe(editor, node)}`}</FormHead>
      {label !== null && (
        <TextField
          label="Answer"
          maxLength={LONGEST_LABEL}
          dir="auto"
          value={label}
          onChange={({ target }) => relabel(editor, slot, target.value)}
        />
      )}
      <div className={css.part}>
        <p className={css.legend}>Goes on at</p>
        <TargetSelect editor={editor} slot={slot} next={node} label="Goes on at" />
      </div>
      <div>
        <Button small onClick={() => editor.select(node)}>
          Go to that node
        </Button>
      </div>
    </>
  );
}
