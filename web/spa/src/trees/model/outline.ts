/**
 * The tree as the lines of an outline. A node that several answers lead to has one line, at its first place; at the others a link stands
 * for it, so that a loop ends and nothing is shown twice.
 */
import type { TreeDraft, TreeNodes } from "~/api/trees";
import { looseRoots, type Slot, titleOf, type Way, waysOf } from "./graph";

export interface Row {
  /** Stays the same while the line moves: the node's id, or the slot of a link or gap. */
  key: string;
  kind: "node" | "link" | "gap";
  /** The node itself, or the link's target. */
  node: string | null;
  /** Where it hangs; null for the root and for parts that nothing reaches. */
  slot: Slot | null;
  parent: string | null;
  label: string | null;
  level: number;
  position: number;
  siblings: number;
  /** Undefined for lines without children. */
  expanded: boolean | undefined;
  /** The root does not reach it. */
  isLoose: boolean;
}

export function slotKey({ from, index }: Slot): string {
  return `${from}/${index}`;
}

type Place = Pick<Row, "slot" | "parent" | "label" | "level" | "position" | "siblings" | "isLoose">;

class Outline {
  readonly rows: Row[] = [];
  private readonly seen = new Set<string>();

  constructor(
    private readonly nodes: TreeNodes,
    private readonly collapsed: ReadonlySet<string>,
  ) {}

  add(target: string | null, place: Place, isShown: boolean): void {
    const node = target ? this.nodes[target] : undefined;
    if (!target || !node || this.seen.has(target)) {
      if (isShown) this.rows.push(leaf(node ? target : null, place));
      return;
    }
    this.seen.add(target);
    const ways = waysOf(node);
    const isOpen = !this.collapsed.has(target);
    const expanded = ways.length > 0 ? isOpen : undefined;
    if (isShown) this.rows.push({ key: target, kind: "node", node: target, expanded, ...place });
    // Hidden lines are walked as well: where a shared node has its line must not depend on what is collapsed.
    this.addWays(target, ways, place, isShown && isOpen);
  }

  private addWays(parent: string, ways: readonly Way[], above: Place, isShown: boolean): void {
    ways.forEach(({ label, next }, index) => {
      const place: Place = {
        slot: { from: parent, index },
        parent,
        label,
        level: above.level + 1,
        position: index + 1,
        siblings: ways.length,
        isLoose: above.isLoose,
      };
      this.add(next, place, isShown);
    });
  }
}

/** A link to a node that has its line elsewhere, or the place where one is missing. */
function leaf(target: string | null, place: Place): Row {
  const key = place.slot ? slotKey(place.slot) : "";
  return { key, kind: target ? "link" : "gap", node: target, expanded: undefined, ...place };
}

export function outlineOf(
  draft: Pick<TreeDraft, "root" | "nodes">,
  collapsed: ReadonlySet<string> = new Set(),
): Row[] {
  const { nodes, root } = draft;
  const outline = new Outline(nodes, collapsed);
  const loose = looseRoots(draft);
  const tops = root && nodes[root] ? [root, ...loose] : loose;
  tops.forEach((id, index) => {
    const place = { slot: null, parent: null, label: null, level: 1, position: index + 1 };
    outline.add(id, { ...place, siblings: tops.length, isLoose: id !== root }, true);
  });
  return outline.rows;
}

/** The keys of the lines that a line hangs below, the nearest first. */
export function linesAbove(draft: Pick<TreeDraft, "root" | "nodes">, key: string | null): string[] {
  const parents = new Map(outlineOf(draft).map((row) => [row.key, row.parent]));
  const above: string[] = [];
  for (let one = parents.get(key ?? ""); one; one = parents.get(one)) above.push(one);
  return above;
}

/** What the line says. */
export function rowText(row: Row, nodes: TreeDraft["nodes"]): string {
  const node = row.node ? nodes[row.node] : undefined;
  if (!node) return "No next step yet";
  return row.kind === "link" ? `→ ${titleOf(node)}` : titleOf(node);
}
