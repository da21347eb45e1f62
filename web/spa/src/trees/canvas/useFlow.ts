/** The boxes and wires that the canvas shows. The layout is made anew only when the tree's shape changes. */
import { useDeferredValue, useMemo, useRef } from "react";
import type { TreeDraft } from "~/api/trees";
import { type Editor, useEditor } from "../editor/Editor";
import { kindName, pathTo, titleOf } from "../model/graph";
import type { BoxNode, CanvasNodeData } from "./CanvasNode";
import css from "./canvas.module.css";
import { type Box, HEIGHT, type Picture, pictureOf, shapeOf } from "./layout";
import type { WireEdge } from "./Wire";

/** The canvas may lag behind a key; the outline and the fields may not. */
export function useFlow(
  editor: Editor,
  isReadOnly: boolean,
): { nodes: BoxNode[]; edges: WireEdge[] } {
  const draft = useDeferredValue(useEditor(editor, (state) => state.draft));
  const selected = useDeferredValue(useEditor(editor, (state) => state.selected));
  const shape = useMemo(() => shapeOf(draft), [draft]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the shape is what the layout depends on.
  const picture = useMemo(() => pictureOf(draft), [shape]);
  const boxes = useMemo(
    () => boxesOf(picture, draft, selected, !isReadOnly),
    [picture, draft, selected, isReadOnly],
  );
  const wires = useMemo(() => edgesOf(picture, draft, selected), [picture, draft, selected]);
  return { nodes: useUnchanged(boxes), edges: useUnchanged(wires) };
}

/** Of the items that say the same as before, the same objects: React Flow renders only what is another object. */
function useUnchanged<T extends { id: string }>(items: T[]): T[] {
  const known = useRef(new Map<string, { text: string; item: T }>());
  return useMemo(() => {
    const next = new Map<string, { text: string; item: T }>();
    for (const item of items) {
      const text = JSON.stringify(item);
      const before = known.current.get(item.id);
      next.set(item.id, before?.text === text ? before : { text, item });
    }
    known.current = next;
    return items.map(({ id }, index) => next.get(id)?.item ?? (items[index] as T));
  }, [items]);
}

function boxesOf(
  picture: Picture,
  draft: TreeDraft,
  selected: string | null,
  canConnect: boolean,
): BoxNode[] {
  return [...picture.boxes.values()].map((box) => {
    const isChosen = box.id === selected;
    return boxOf(box, { ...wordsOf(draft, box.id), isChosen, canConnect });
  });
}

function boxOf({ id, x, y, width }: Box, data: CanvasNodeData): BoxNode {
  const size = { width, height: HEIGHT };
  return { id, type: "box", position: { x, y }, data, ...size, draggable: false };
}

function wordsOf({ nodes }: TreeDraft, id: string): Pick<CanvasNodeData, "look" | "kind" | "text"> {
  const node = nodes[id];
  if (!node) return { look: "gap", kind: "No end", text: "Choose the next step" };
  const look = node.kind === "outcome" ? (node.outcome ?? "solved") : node.kind;
  return { look, kind: kindName(node), text: titleOf(node) };
}

/** The way to the chosen node is drawn last, above the others. */
function edgesOf({ wires }: Picture, draft: TreeDraft, selected: string | null): WireEdge[] {
  const [from, index] = selected?.split("/") ?? [];
  const path = pathTo(draft, from ?? "");
  if (selected && index !== undefined) path.push(selected);
  const hot = new Set(path.slice(1).map((id, at) => `${path[at]} ${id}`));
  const edges = wires.map(({ id, source, target, label, isLink }): WireEdge => {
    const isHot = hot.delete(`${source} ${target}`);
    const [answerFrom, at] = id.split("/");
    const node = draft.nodes[answerFrom ?? ""];
    const answer = node?.answers?.[Number(at)]?.label ?? label;
    const look = { className: isHot ? css.hot : css.wire, zIndex: isHot ? 1 : 0 };
    return { id, source, target, type: "wire", data: { answer, isLink }, ...look } as WireEdge;
  });
  return edges.sort((one, other) => (one.zIndex ?? 0) - (other.zIndex ?? 0));
}
