/** Reads a tree's graph: what leads where. Nothing here changes it; `edits.ts` does. */
import type { NodeKind, TreeDraft, TreeNode, TreeNodes } from "~/api/trees";

export const MOST_NODES = 200;
export const MOST_ANSWERS = 8;
export const LONGEST_TEXT = 2_000;

/** A place that leads on: an answer of a question by its index, or a step's only way (index 0). */
export interface Slot {
  from: string;
  index: number;
}

/** A way out of a node: the answer's label (null for a step), and the node that it leads to. */
export interface Way {
  label: string | null;
  next: string | null;
}

const NO_WAYS: readonly Way[] = [];

export function waysOf(node: TreeNode | undefined): readonly Way[] {
  if (node?.kind === "question") return node.answers ?? NO_WAYS;
  if (node?.kind === "step") return [{ label: null, next: node.next ?? null }];
  return NO_WAYS;
}

/** The ids of the nodes reached from `start`, in the order in which the outline shows them. */
export function reachedFrom(nodes: TreeNodes, start: string | null): Set<string> {
  const seen = new Set<string>();
  const stack = start && nodes[start] ? [start] : [];
  while (stack.length > 0) {
    const id = stack.pop() as string;
    if (seen.has(id)) continue;
    seen.add(id);
    for (const { next } of [...waysOf(nodes[id])].reverse()) {
      if (next && nodes[next]) stack.push(next);
    }
  }
  return seen;
}

/** The first nodes of the parts that the root does not reach. */
export function looseRoots({ root, nodes }: Pick<TreeDraft, "root" | "nodes">): string[] {
  const reached = reachedFrom(nodes, root);
  const rest = Object.keys(nodes).filter((id) => !reached.has(id));
  const led = new Set(rest.flatMap((id) => waysOf(nodes[id]).map(({ next }) => next)));
  const roots: string[] = [];
  const covered = new Set<string>();
  // Those that nothing leads to come first; what is left is in loops.
  for (const id of [...rest.filter((one) => !led.has(one)), ...rest]) {
    if (covered.has(id)) continue;
    roots.push(id);
    for (const each of reachedFrom(nodes, id)) covered.add(each);
  }
  return roots;
}

/** Every place that leads to a node. */
export function slotsTo(nodes: TreeNodes, target: string): Slot[] {
  return Object.entries(nodes).flatMap(([from, node]) =>
    waysOf(node).flatMap(({ next }, index) => (next === target ? [{ from, index }] : [])),
  );
}

/** The nodes on the way from the root to a node, the node included; empty if it is not reached. */
export function pathTo({ root, nodes }: Pick<TreeDraft, "root" | "nodes">, target: string) {
  const parents = new Map<string, string | null>();
  const queue = root && nodes[root] ? [root] : [];
  if (root) parents.set(root, null);
  for (const id of queue) {
    for (const { next } of waysOf(nodes[id])) {
      if (!next || !nodes[next] || parents.has(next)) continue;
      parents.set(next, id);
      queue.push(next);
    }
  }
  const path: string[] = [];
  for (let id: string | null | undefined = target; id && parents.has(id); id = parents.get(id)) {
    path.unshift(id);
  }
  return path;
}

const KIND_NAMES: Record<NodeKind, string> = {
  question: "Question",
  step: "Step",
  outcome: "Outcome",
};

const ENDING_NAMES = { solved: "Solved", escalate: "Escalate", try_fix: "Try a fix" } as const;

/** "Question", "Step", "Try a fix". */
export function kindName(node: TreeNode): string {
  if (node.kind === "outcome" && node.outcome) return ENDING_NAMES[node.outcome];
  return KIND_NAMES[node.kind];
}

/** The node's own words, or what it is while it has none. */
export function titleOf(node: TreeNode): string {
  return (
    node.text.trim().split("\n")[0] || node.fix?.title.trim() || `${kindName(node)} without text`
  );
}

/** A short id that no node of the tree has. Not random: the server checks only that it is unique within its tree. */
export function newNodeId(nodes: TreeNodes): string {
  for (let number = Object.keys(nodes).length + 1; ; number++) {
    if (!nodes[`n${number}`]) return `n${number}`;
  }
}
