/** What a person can do with the chosen line, for the keys, the menu and the canvas alike. Says why when something is not possible. */
import { offerUndo } from "~/keyboard/undo";
import { announce } from "~/ui/announcer";
import { showToast } from "~/ui/toasts";
import {
  addAnswer,
  addBetween,
  addNode,
  isFull,
  type NewKind,
  point,
  putNode,
  removeNode,
  removeSlot,
} from "../model/edits";
import { MOST_ANSWERS, MOST_NODES, type Slot, titleOf } from "../model/graph";
import { type Direction, move } from "../model/moves";
import { type Row, rowText, slotKey } from "../model/outline";
import { DELETION, type Editor } from "./Editor";

export function rowOf(editor: Editor, key: string | null): Row | undefined {
  return editor.rows().find((row) => row.key === key);
}

function refuse(why: string): void {
  showToast(why, { itemKey: "tree-refusal" });
}

const TOO_MANY = `A tree has at most ${MOST_NODES} nodes.`;

/** A question gets an answer, an open end its node, a step a step after it. */
export function addBranch(editor: Editor, row: Row | undefined): void {
  if (!row) return;
  const node = row.kind === "node" && row.node ? editor.state.draft.nodes[row.node] : undefined;
  if (!node || !row.node) return;
  if (node.kind === "question") addAnswerTo(editor, row.node);
  else if (node.kind === "outcome") refuse("A path ends here. Choose another kind to go on.");
  else if (!node.next) editor.select(slotKey({ from: row.node, index: 0 }));
  else insertStep(editor, row.node);
}

export function addAnswerTo(editor: Editor, id: string): void {
  const added = addAnswer(editor.state.draft, id);
  if (!added) {
    refuse(`A question has at most ${MOST_ANSWERS} answers.`);
    return;
  }
  const [draft, slot] = added;
  editor.edit(() => draft, { select: slotKey(slot) });
}

function insertStep(editor: Editor, id: string): void {
  const added = addBetween(editor.state.draft, id);
  if (!added) {
    refuse(TOO_MANY);
    return;
  }
  editor.edit(() => added[0], { select: added[1] });
}

/** Puts a new node at an open end, or at the beginning of an empty tree. Its id, or null if there is no room. */
export function addAt(editor: Editor, slot: Slot | null, kind: NewKind): string | null {
  const { draft } = editor.state;
  const added = addNode(draft, slot, kind);
  if (!added) {
    if (isFull(draft)) refuse(TOO_MANY);
    return null;
  }
  editor.edit(() => added[0], { select: added[1] });
  return added[1];
}

export function pointAt(editor: Editor, slot: Slot, next: string | null): void {
  editor.edit((draft) => point(draft, slot, next));
}

/** Takes the line's branch away; a node also wherever else it hangs. */
export function remove(editor: Editor, row: Row | undefined): void {
  if (!row) return;
  const text = rowText(row, editor.state.draft.nodes);
  const rows = editor.rows();
  const at = rows.indexOf(row);
  const near = rows.slice(0, at).findLast((each) => each.level <= row.level);
  const { slot } = row;
  const isRemoved = editor.edit(
    (draft) => {
      if (row.kind === "node" && row.node) {
        const without = slot ? removeSlot(draft, slot) : draft;
        return without.nodes[row.node] ? removeNode(without, row.node) : without;
      }
      return slot ? removeSlot(draft, slot) : null;
    },
    { ...(near && { select: near.key }) },
  );
  if (isRemoved) offer(editor, row.kind === "node" ? `“${text}” deleted` : "Answer deleted");
}

/** Takes only the answer away, with what only it led to; a node that other answers lead to stays. The question stays chosen. */
export function removeAnswer(editor: Editor, slot: Slot): void {
  editor.edit((draft) => removeSlot(draft, slot), { select: slot.from });
  offer(editor, "Answer deleted");
}

function offer(editor: Editor, text: string): void {
  offerUndo(text, { itemKey: DELETION, undo: () => void editor.undo() });
}

const IMPOSSIBLE: Record<Direction, string> = {
  up: "It is the first branch here.",
  down: "It is the last branch here.",
  out: "It cannot move up a level: the node above needs a question over it with room for one more answer.",
  in: "It cannot move down a level: the branch before it must be a question with room, or an open step.",
};

export function moveRow(editor: Editor, row: Row | undefined, direction: Direction): void {
  if (!row) return;
  const moved = row.slot && move(editor.state.draft, row.slot, direction);
  if (!row.slot || !moved) {
    refuse(row.slot ? IMPOSSIBLE[direction] : "The first node stays first.");
    return;
  }
  const select = row.kind === "node" && row.node ? row.node : slotKey(moved.slot);
  editor.edit(() => moved.draft, { select });
  const now = rowOf(editor, select);
  if (now) announce(`Moved. Level ${now.level}, ${now.position} of ${now.siblings}.`);
}

/** A new text for the line: the node's, or for a link or open end the answer's label. */
export function renameRow(editor: Editor, row: Row, text: string): void {
  const { nodes } = editor.state.draft;
  if (row.kind === "node" && row.node) {
    const id = row.node;
    const node = nodes[id];
    if (node && text.trim())
      editor.edit((draft) => putNode(draft, id, { ...node, text: text.trim() }));
  } else if (row.slot && text.trim()) {
    relabel(editor, row.slot, text.trim());
  }
}

export function relabel(editor: Editor, { from, index }: Slot, label: string): void {
  editor.edit(
    (draft) => {
      const node = draft.nodes[from];
      if (node?.kind !== "question") return draft;
      const answers = (node.answers ?? []).map((answer, at) =>
        at === index ? { ...answer, label } : answer,
      );
      return putNode(draft, from, { ...node, answers });
    },
    { field: `label ${from} ${index}` },
  );
}

/** What F2 changes: the node's first line has no limit of its own, so the whole text is offered. */
export function renamedText(editor: Editor, row: Row): string {
  const { nodes } = editor.state.draft;
  if (row.kind === "node" && row.node) return nodes[row.node]?.text ?? "";
  return row.label ?? "";
}

export function describe(editor: Editor, id: string): string {
  const node = editor.state.draft.nodes[id];
  return node ? titleOf(node) : "";
}
