/** What keeps the tree from being published, as a count that opens the list. An entry leads to its line. */
import { Menu, MenuItem } from "~/ui/Menu";
import { titleOf } from "../model/graph";
import { outlineOf } from "../model/outline";
import { type Editor, useEditor } from "./Editor";
import css from "./editor.module.css";
import { useSaving } from "./Saver";
import type { Desk } from "./useDesk";

interface Fault {
  key: string;
  /** The line that it leads to. */
  line: string | null;
  text: string;
}

export function ProblemMenu({ desk: { editor, saver } }: { desk: Desk }) {
  const draft = useEditor(editor, (state) => state.draft);
  const { problems } = useSaving(saver);
  const open = outlineOf(draft).filter(({ kind }) => kind === "gap");
  const others = problems.filter(({ code }) => code !== "no_next");
  if (open.length + others.length === 0) return null;
  const faults: Fault[] = [
    ...open.map((row) => ({
      key: row.key,
      line: row.key,
      text: `No end after “${row.label ?? titleOf(draft.nodes[row.parent ?? ""] ?? NO_NODE)}”`,
    })),
    ...others.map(({ node, code, message }) => ({
      key: `${node} ${code}`,
      line: node,
      text: message,
    })),
  ];
  return (
    <Menu
      trigger={
        <button type="button" className={css.faults}>
          {summary(open.length, others.length)}
        </button>
      }
    >
      {faults.slice(0, 30).map(({ key, line, text }) => (
        <MenuItem key={key} onSelect={() => show(editor, line)}>
          {text}
        </MenuItem>
      ))}
    </Menu>
  );
}

const NO_NODE = { kind: "step", text: "" } as const;

function summary(open: number, others: number): string {
  const paths = open === 1 ? "1 path has no end" : `${open} paths have no end`;
  const rest = others === 1 ? "1 problem" : `${others} problems`;
  if (open === 0) return rest;
  return others === 0 ? paths : `${paths}, ${rest}`;
}

export function show(editor: Editor, line: string | null): void {
  if (line) editor.select(line);
}
