/** The tree as a picture to look at, choose in, and connect by dragging. All of it can also be done in the outline. */
import {
  type Connection,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
} from "@xyflow/react";
import { Maximize, Minus, Plus } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { prefersReducedMotion } from "~/lib/useMedia";
import { IconButton } from "~/ui/Button";
import kit from "~/ui/kit.module.css";
import { ScrollBox } from "~/ui/ScrollBox";
import { pointAt, remove, rowOf } from "../editor/commands";
import { type Editor, useEditor } from "../editor/Editor";
import { addAnswer, point } from "../model/edits";
import type { Slot } from "../model/graph";
import { type BoxNode, CanvasNode } from "./CanvasNode";
import css from "./canvas.module.css";
import "./flow.css";
import { HEIGHT } from "./layout";
import { useFlow } from "./useFlow";
import { Wire, type WireEdge } from "./Wire";

const NODE_TYPES = { box: CanvasNode };
const EDGE_TYPES = { wire: Wire };
/** So much is a tree made smaller to be seen as a whole; a larger one begins at its root. */
const LEAST_ZOOM = 0.6;
const MARGIN = 24;
const NO_KEY = null;

export interface CanvasProps {
  editor: Editor;
  isReadOnly: boolean;
}

export default function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Flow {...props} />
    </ReactFlowProvider>
  );
}

function Flow({ editor, isReadOnly }: CanvasProps) {
  const { nodes, edges } = useFlow(editor, isReadOnly);
  useFirstView(nodes);
  useShownChoice(editor, nodes);
  const press = (event: KeyboardEvent) => {
    const isRemoval = event.key === "Delete" || event.key === "Backspace";
    if (!isRemoval || isReadOnly) return;
    event.preventDefault();
    remove(editor, rowOf(editor, editor.state.selected));
  };
  return (
    <div className={css.canvas}>
      <ScrollBox className={css.flow} label="Canvas, same content as the outline" onKeyDown={press}>
        <ReactFlow<BoxNode, WireEdge>
          nodes={nodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          nodesDraggable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          nodesConnectable={!isReadOnly}
          disableKeyboardA11y
          deleteKeyCode={NO_KEY}
          selectionKeyCode={NO_KEY}
          multiSelectionKeyCode={NO_KEY}
          zoomOnDoubleClick={false}
          minZoom={0.2}
          maxZoom={1.5}
          onlyRenderVisibleElements={nodes.length > 60}
          onNodeClick={(_event, { id }) => editor.select(id)}
          onConnect={(connection) => connect(editor, connection)}
          onEdgeDoubleClick={(_event, edge) => !isReadOnly && cut(editor, edge)}
          attributionPosition="bottom-left"
        />
      </ScrollBox>
      <Zoom />
    </div>
  );
}

/** From an open end: it leads to the target. From a question: its first open answer, or else a new one. */
function connect(editor: Editor, { source, target }: Connection): void {
  if (!source || !target || source === target) return;
  const { nodes } = editor.state.draft;
  const slot = slotOf(source) ?? openSlot(editor, source);
  if (slot) pointAt(editor, slot, target);
  else if (nodes[source]?.kind === "question") {
    editor.edit((draft) => {
      const added = addAnswer(draft, source);
      return added && point(added[0], added[1], target);
    });
  }
}

/** The slot that an open end stands for; its id is `node/index`. */
function slotOf(id: string): Slot | null {
  const [from, index] = id.split("/");
  return from && index !== undefined ? { from, index: Number(index) } : null;
}

function openSlot(editor: Editor, id: string): Slot | null {
  const node = editor.state.draft.nodes[id];
  if (node?.kind === "step") return { from: id, index: 0 };
  const index = node?.answers?.findIndex(({ next }) => next === null) ?? -1;
  return index >= 0 ? { from: id, index } : null;
}

/** A wire that is clicked twice leads nowhere then. */
function cut(editor: Editor, { id }: WireEdge): void {
  const slot = slotOf(id);
  if (slot) pointAt(editor, slot, null);
}

/** At first the root is at the top and as much as possible beside and below it. */
function useFirstView(nodes: readonly BoxNode[]): void {
  const flow = useReactFlow();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const isPlaced = useRef(false);
  useEffect(() => {
    const [root] = nodes;
    if (isPlaced.current || !width || !height || !root) return;
    isPlaced.current = true;
    const right =
      Math.max(...nodes.map(({ position, width: own = 0 }) => position.x + own)) + MARGIN;
    const bottom = Math.max(...nodes.map(({ position }) => position.y + HEIGHT)) + MARGIN;
    const zoom = Math.max(LEAST_ZOOM, Math.min(1, width / right, height / bottom));
    const middle = root.position.x + (root.width ?? 0) / 2;
    const x = right * zoom <= width ? (width - right * zoom) / 2 : width / 2 - middle * zoom;
    void flow.setViewport({ x, y: 0, zoom });
  }, [nodes, width, height, flow]);
}

/** Brings the chosen box into view when it was chosen elsewhere. */
function useShownChoice(editor: Editor, nodes: readonly BoxNode[]): void {
  const flow = useReactFlow();
  const selected = useEditor(editor, (state) => state.selected);
  const size = useStore(({ width, height }) => `${width} ${height}`);
  const shown = useRef(selected);
  useEffect(() => {
    const box = nodes.find(({ id }) => id === selected);
    const [width = 0, height = 0] = size.split(" ").map(Number);
    if (!box || shown.current === selected || !width) return;
    shown.current = selected;
    const { x, y, zoom } = flow.getViewport();
    const left = box.position.x * zoom + x;
    const top = box.position.y * zoom + y;
    const isVisible =
      left >= 0 &&
      top >= 0 &&
      left + (box.width ?? 0) * zoom <= width &&
      top + HEIGHT * zoom <= height;
    if (isVisible) return;
    const middle = { x: box.position.x + (box.width ?? 0) / 2, y: box.position.y + HEIGHT / 2 };
    void flow.setCenter(middle.x, middle.y, { zoom, duration: prefersReducedMotion() ? 0 : 180 });
  }, [selected, nodes, size, flow]);
}

function Zoom() {
  const flow = useReactFlow();
  const zoom = useStore(({ transform }) => Math.round(transform[2] * 100));
  return (
    <div role="group" aria-label="Zoom" className={css.zoom}>
      <IconButton small label="Zoom out" tip="above" onClick={() => void flow.zoomOut()}>
        <Minus size={16} strokeWidth={1.5} />
      </IconButton>
      <span className={kit.meta}>{zoom} %</span>
      <IconButton small label="Zoom in" tip="above" onClick={() => void flow.zoomIn()}>
        <Plus size={16} strokeWidth={1.5} />
      </IconButton>
      <IconButton
        small
        label="Fit"
        tip="above"
        onClick={() => void flow.fitView({ maxZoom: 1, padding: 0.06 })}
      >
        <Maximize size={16} strokeWidth={1.5} />
      </IconButton>
    </div>
  );
}
