/** Where the canvas draws what: by dagre, from the top to the bottom. */
import dagre from "@dagrejs/dagre";
import type { TreeDraft } from "~/api/trees";
import { kindName, titleOf } from "../model/graph";
import { outlineOf, type Row, slotKey } from "../model/outline";

export interface Box {
  id: string;
  x: number;
  y: number;
  width: number;
}

export interface Wire {
  id: string;
  source: string;
  target: string;
  label: string | null;
  /** Its target hangs elsewhere too, so that the label stands on the wire and not above the target. */
  isLink: boolean;
}

export interface Picture {
  boxes: Map<string, Box>;
  wires: Wire[];
  /** The open ends: a box of their own each. */
  gaps: Row[];
}

export const HEIGHT = 64;
const NARROW = 168;
const WIDE = 232;

/** The lines of the outline, each node once, with the open ends; the links are only wires. */
export function pictureOf(draft: Pick<TreeDraft, "root" | "nodes">): Picture {
  const rows = outlineOf(draft);
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: "TB", nodesep: 22, ranksep: 84, marginx: 24, marginy: 24 });
  graph.setDefaultEdgeLabel(() => ({}));
  const widths = new Map<string, number>();
  for (const row of rows) {
    if (row.kind === "link") continue;
    const width = row.kind === "gap" ? NARROW : widthOf(draft, row.key);
    widths.set(row.key, width);
    graph.setNode(row.key, { width, height: HEIGHT });
  }
  const wires = rows.flatMap(wireOf);
  for (const { source, target } of wires) {
    if (source !== target) graph.setEdge(source, target);
  }
  // The boxes stand in the order of the answers, as the outline's lines do.
  dagre.layout(graph, { disableOptimalOrderHeuristic: true });
  const boxes = new Map<string, Box>();
  for (const [id, width] of widths) {
    const { x, y } = graph.node(id);
    boxes.set(id, { id, x: x - width / 2, y: y - HEIGHT / 2, width });
  }
  return { boxes, wires, gaps: rows.filter(({ kind }) => kind === "gap") };
}

function wireOf({ slot, key, kind, node, label }: Row): Wire[] {
  if (!slot) return [];
  const target = kind === "gap" ? key : (node ?? key);
  return [{ id: slotKey(slot), source: slot.from, target, label, isLink: kind === "link" }];
}

function widthOf({ nodes }: Pick<TreeDraft, "nodes">, id: string): number {
  const node = nodes[id];
  const text = node ? Math.max(titleOf(node).length, kindName(node).length) : 0;
  return Math.min(WIDE, Math.max(NARROW, 32 + text * 6.6));
}

/** Changes only when something moves: a text that grows within its box moves nothing. */
export function shapeOf(draft: Pick<TreeDraft, "root" | "nodes">): string {
  const parts = Object.entries(draft.nodes).map(([id, node]) => [
    id,
    Math.round(widthOf(draft, id) / 16),
    node.kind,
    node.kind === "question" ? node.answers?.map(({ next }) => next) : node.next,
  ]);
  return JSON.stringify([draft.root, parts]);
}
