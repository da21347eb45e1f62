/** An answer or step that leads nowhere yet. */

import { TextField } from "~/ui/Field";
import kit from "~/ui/kit.module.css";
import { describe, relabel } from "../editor/commands";
import type { Editor } from "../editor/Editor";
import type { Row } from "../model/outline";
import { FormHead } from "./FormHead";
import css from "./form.module.css";
import { LONGEST_LABEL } from "./limits";
import { NewNodeButtons } from "./NewNodeButtons";
import { TargetSelect } from "./TargetSelect";

export function GapForm({ editor, row }: { editor: Editor; row: Row }) {
  const { slot, label } = row;
  if (!slot) return null;
  return (
    <>
      <FormHead editor={editor} row={row}>
        No next step yet
      </FormHead>
      <p className={kit.meta} dir="auto">
        After “{describe(editor, slot.from)}”
      </p>
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
        <p className={css.legend}>What comes next?</p>
        <NewNodeButtons editor={editor} slot={slot} />
        <TargetSelect
          editor={editor}
          slot={slot}
          next={null}
          label="Or a node that exists"
          nowhere="Or a node that exists…"
        />
      </div>
    </>
  );
}
