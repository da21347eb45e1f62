/** The tree as an outline, which does everything that the canvas does. The keys are those of a tree (WAI-ARIA), and the commands' own. */
import { type FocusEvent, type KeyboardEvent, useEffect, useMemo, useRef } from "react";
import type { TreeProblem } from "~/api/trees";
import { isComposing } from "~/keyboard/enter";
import { isCharacter } from "~/keyboard/typing";
import { addBranch, moveRow, remove, renamedText, rowOf } from "../editor/commands";
import { type Editor, useEditor, useRows } from "../editor/Editor";
import type { Direction } from "../model/moves";
import type { Row } from "../model/outline";
import { OutlineRow } from "./OutlineRow";
import css from "./outline.module.css";

interface OutlineProps {
  editor: Editor;
  problems: readonly TreeProblem[];
  isReadOnly: boolean;
  /** Enter: the focus goes to the form of the line. */
  onEdit: () => void;
}

export function Outline({ editor, problems, isReadOnly, onEdit }: OutlineProps) {
  const rows = useRows(editor);
  const selected = useEditor(editor, (state) => state.selected);
  const nodes = useEditor(editor, (state) => state.draft.nodes);
  const renaming = useEditor(editor, (state) => state.renaming);
  const marked = useMemo(() => messagesByNode(problems), [problems]);
  const tree = useFocusedRow(editor, renaming === null);
  const focusable = rows.some(({ key }) => key === selected) ? selected : rows[0]?.key;
  const press = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLInputElement || isComposing(event)) return;
    const row = rowOf(editor, focusedKey(event.target));
    if (!row || !actOn({ editor, row, rows, isReadOnly, onEdit }, event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div {...tree} role="tree" aria-label="Outline" className={css.tree} onKeyDown={press}>
      {rows.map((row) => (
        <OutlineRow
          key={row.key}
          editor={editor}
          row={row}
          node={row.node ? nodes[row.node] : undefined}
          isSelected={row.key === selected}
          isFocusable={row.key === focusable}
          renaming={renaming?.key === row.key ? renaming.text : null}
          problem={row.kind === "node" && row.node ? marked.get(row.node) : undefined}
        />
      ))}
    </div>
  );
}

/** What the line itself shows already (an open end) is not said twice. */
function messagesByNode(problems: readonly TreeProblem[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { node, code, message } of problems) {
    if (!node || code === "no_next") continue;
    found.set(node, [found.get(node), message].filter(Boolean).join(" "));
  }
  return found;
}

/** While the focus is in the outline, it follows the chosen line; also when what had the focus was removed with another line's form. */
function useFocusedRow(editor: Editor, isActive: boolean) {
  const selected = useEditor(editor, (state) => state.selected);
  const tree = useRef<HTMLDivElement>(null);
  const isUsed = useRef(false);
  const isFirst = useRef(true);
  useEffect(() => {
    const row = tree.current?.querySelector<HTMLElement>(
      `[data-key="${CSS.escape(selected ?? "")}"]`,
    );
    // The first node of a tree takes the place of the buttons that made it.
    const hasBegun = !isFirst.current || editor.state.past.length > 0;
    const isLost = document.activeElement === document.body && hasBegun;
    isFirst.current = false;
    if (row && isActive && (isUsed.current || isLost)) row.focus();
    else row?.scrollIntoView({ block: "nearest" });
  }, [editor, selected, isActive]);
  return {
    ref: tree,
    // The line with the focus is the chosen one, also when the focus came from elsewhere than the keys: they act on it.
    onFocus: ({ target }: FocusEvent) => {
      isUsed.current = true;
      const key = focusedKey(target);
      if (key !== null && !(target instanceof HTMLInputElement)) editor.select(key);
    },
    // Without a next element, the one with the focus was removed, or the window lost it.
    onBlur: ({ relatedTarget }: FocusEvent) => {
      if (relatedTarget instanceof Node)
        isUsed.current = tree.current?.contains(relatedTarget) ?? false;
    },
  };
}

function focusedKey(target: EventTarget): string | null {
  const line = target instanceof Element ? target.closest("[data-key]") : null;
  return line?.getAttribute("data-key") ?? null;
}

interface Place {
  editor: Editor;
  row: Row;
  rows: Row[];
  isReadOnly: boolean;
  onEdit: () => void;
}

const MOVES: Record<string, Direction> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "out",
  ArrowRight: "in",
};

/** Whether the key meant something. */
function actOn(place: Place, event: KeyboardEvent): boolean {
  const { editor, row, isReadOnly } = place;
  const isCommand = event.ctrlKey || event.metaKey;
  const direction = MOVES[event.key];
  if (isCommand && direction && !isReadOnly) {
    moveRow(editor, row, direction);
    return true;
  }
  if (isCommand || event.altKey) return false;
  return walk(place, event.key) || (!isReadOnly && change(place, event));
}

function walk({ editor, row, rows, onEdit }: Place, key: string): boolean {
  const at = rows.indexOf(row);
  const to: Record<string, () => void> = {
    ArrowUp: () => editor.select((rows[at - 1] ?? row).key),
    ArrowDown: () => editor.select((rows[at + 1] ?? row).key),
    Home: () => editor.select(rows[0]?.key ?? null),
    End: () => editor.select(rows.at(-1)?.key ?? null),
    ArrowRight: () => {
      if (row.expanded === false) editor.toggle(row.key, true);
      else if (row.expanded) editor.select((rows[at + 1] ?? row).key);
    },
    ArrowLeft: () => {
      if (row.expanded) editor.toggle(row.key, false);
      else if (row.parent) editor.select(row.parent);
    },
    Enter: onEdit,
    " ": () => editor.select(row.key),
  };
  to[key]?.();
  return key in to;
}

function change({ editor, row, onEdit }: Place, event: KeyboardEvent): boolean {
  const { key } = event;
  if (key === "Insert") {
    if (row.kind === "gap") onEdit();
    else addBranch(editor, row);
  } else if (key === "Delete") remove(editor, row);
  else if (key === "F2") editor.rename({ key: row.key, text: renamedText(editor, row) });
  else if (isCharacter(key) && key !== " ") editor.rename({ key: row.key, text: key });
  else return false;
  return true;
}
