/** The title of the form, and what can be done with the line. Each entry names its key. */
import { Ellipsis, Plus, Trash2 } from "lucide-react";
import { IconButton } from "~/ui/Button";
import kit from "~/ui/kit.module.css";
import { Menu, MenuItem } from "~/ui/Menu";
import { addBranch, moveRow, remove, renamedText } from "../editor/commands";
import type { Editor } from "../editor/Editor";
import type { Direction } from "../model/moves";
import type { Row } from "../model/outline";
import css from "./form.module.css";

interface FormHeadProps {
  editor: Editor;
  row: Row;
  children: string;
}

const MOVES: readonly [Direction, string, string][] = [
  ["up", "Move up", "Ctrl ↑"],
  ["down", "Move down", "Ctrl ↓"],
  ["out", "Move a level up", "Ctrl ←"],
  ["in", "Move a level down", "Ctrl →"],
];

export function FormHead({ editor, row, children }: FormHeadProps) {
  return (
    <header className={css.head}>
      <h2 id="line-title" className={kit.grow} dir="auto">
        {children}
      </h2>
      {row.kind === "node" && (
        <IconButton
          label="Add a branch (Insert)"
          tip="above"
          onClick={() => addBranch(editor, row)}
        >
          <Plus size={16} strokeWidth={1.5} />
        </IconButton>
      )}
      <IconButton label="Delete (Del)" tip="above" onClick={() => remove(editor, row)}>
        <Trash2 size={16} strokeWidth={1.5} />
      </IconButton>
      <Menu
        trigger={
          <IconButton label="More for this line" tip="above">
            <Ellipsis size={16} strokeWidth={1.5} />
          </IconButton>
        }
      >
        {MOVES.map(([direction, label, shortcut]) => (
          <MenuItem
            key={direction}
            shortcut={shortcut}
            onSelect={() => moveRow(editor, row, direction)}
          >
            {label}
          </MenuItem>
        ))}
        <MenuItem
          shortcut="F2"
          onSelect={() => editor.rename({ key: row.key, text: renamedText(editor, row) })}
        >
          {row.kind === "node" ? "Rename in the outline" : "Rename the answer"}
        </MenuItem>
      </Menu>
    </header>
  );
}
