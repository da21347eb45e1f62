/** One line: the answer that leads here, what kind of node it is, its text, and what is wrong with it. */
import { ChevronRight, TriangleAlert } from "lucide-react";
import { type CSSProperties, type KeyboardEvent, memo, useEffect, useRef, useState } from "react";
import type { TreeNode } from "~/api/trees";
import { isComposing } from "~/keyboard/enter";
import { classes } from "~/lib/classes";
import kit from "~/ui/kit.module.css";
import { Pill } from "~/ui/Pill";
import { renameRow } from "../editor/commands";
import type { Editor } from "../editor/Editor";
import { kindName, titleOf } from "../model/graph";
import type { Row } from "../model/outline";
import { KindIcon } from "./KindIcon";
import css from "./outline.module.css";

interface OutlineRowProps {
  editor: Editor;
  row: Row;
  /** The node, or the target of a link. */
  node: TreeNode | undefined;
  isSelected: boolean;
  isFocusable: boolean;
  renaming: string | null;
  problem: string | undefined;
}

export const OutlineRow = memo(Line, (one, other) => {
  const { row, ...rest } = one;
  const { row: otherRow, ...otherRest } = other;
  return sameParts(row, otherRow) && sameParts(rest, otherRest);
});

/** Rows are made anew by each edit; most of them say the same as before. */
function sameParts(one: object, other: object): boolean {
  return Object.entries(one).every(([name, value]) => {
    const known = (other as Record<string, unknown>)[name];
    return name === "slot"
      ? JSON.stringify(value) === JSON.stringify(known)
      : Object.is(value, known);
  });
}

function Line(props: OutlineRowProps) {
  const { editor, row, node, isSelected, isFocusable, renaming, problem } = props;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree handles the keys of its lines.
    <div
      role="treeitem"
      aria-level={row.level}
      aria-setsize={row.siblings}
      aria-posinset={row.position}
      aria-expanded={row.expanded}
      aria-selected={isSelected}
      tabIndex={isFocusable ? 0 : -1}
      data-key={row.key}
      className={classes(css.row, isSelected && css.on, row.kind === "gap" && css.gap)}
      style={{ "--level": row.level - 1 } as CSSProperties}
      onClick={() => editor.select(row.key)}
    >
      {row.expanded !== undefined && <Twisty editor={editor} row={row} />}
      {row.label !== null && (
        <bdi className={css.by}>
          {row.label || "No label"}
          <span className="hidden-words">:</span>
        </bdi>
      )}{" "}
      <KindIcon node={node} isGap={row.kind === "gap"} isLink={row.kind === "link"} />
      {renaming === null ? (
        <RowWords row={row} node={node} />
      ) : (
        <Rename editor={editor} row={row} start={renaming} />
      )}
      {node?.script_id && row.kind === "node" && <Pill>Script</Pill>}
      {row.isLoose && row.level === 1 && <Pill tone="warn">Nothing leads here</Pill>}
      {problem && (
        <span className={css.problem} title={problem}>
          {" "}
          <TriangleAlert size={16} strokeWidth={1.5} aria-hidden="true" />
          <span className="hidden-words">{problem}</span>
        </span>
      )}
    </div>
  );
}

function RowWords({ row, node }: { row: Row; node: TreeNode | undefined }) {
  if (!node) return <span className={classes(kit.cut, css.open)}>No next step yet</span>;
  const title = titleOf(node);
  return (
    <>
      <span className="hidden-words">
        {row.kind === "link" ? "Goes on at" : `${kindName(node)}:`}
      </span>{" "}
      <bdi className={classes(kit.cut, css.words)} title={title}>
        {row.kind === "link" ? `→ ${title}` : title}
      </bdi>
    </>
  );
}

/** For the pointer; the arrow keys do the same. The press gives the line the focus, so it is chosen as well. */
function Twisty({ editor, row }: { editor: Editor; row: Row }) {
  return (
    <span
      className={css.twisty}
      data-open={row.expanded}
      aria-hidden="true"
      onClick={(event) => {
        event.stopPropagation();
        editor.select(row.key);
        editor.toggle(row.key, !row.expanded);
      }}
    >
      <ChevronRight size={14} strokeWidth={1.5} />
    </span>
  );
}

/** Enter and leaving keep the text, Esc restores the one before. Only the keys give the focus back to the line. */
function Rename({ editor, row, start }: { editor: Editor; row: Row; start: string }) {
  const [text, setText] = useState(start);
  const field = useRef<HTMLInputElement>(null);
  const isOver = useRef(false);
  useEffect(() => {
    field.current?.focus();
    // A typed letter begins a new text; F2 offers the whole one to be replaced.
    if (start.length > 1) field.current?.select();
  }, [start.length]);
  const end = (isKept: boolean, isLeft = false) => {
    if (isOver.current) return;
    isOver.current = true;
    const line = field.current?.closest<HTMLElement>("[role=treeitem]");
    if (isKept) renameRow(editor, row, text);
    editor.rename(null);
    if (!isLeft) line?.focus();
  };
  const press = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (isComposing(event)) return;
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    end(event.key === "Enter");
  };
  return (
    <input
      ref={field}
      className={css.rename}
      aria-label={row.kind === "node" ? "Text" : "Answer"}
      dir="auto"
      maxLength={2_000}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={press}
      onBlur={() => end(true, true)}
      onClick={(event) => event.stopPropagation()}
    />
  );
}
