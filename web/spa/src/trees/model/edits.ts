/** Changes of a tree's graph. Each returns a new draft that shares what did not change, or null if the change is not possible. */
import type { Ending, NodeKind, TreeDraft, TreeNode, TreeNodes } from "~/api/trees";
import { MOST_ANSWERS, MOST_NODES, newNodeId, reachedFrom, type Slot, waysOf } from "./graph";

/** What can be put at a place: "question", "step", or one of the endings. */
export type NewKind = "question" | "step" | Ending;

export function makeNode(kind: NewKind, text = ""): TreeNode {
  if (kind === "question") {
    const answers = ["Yes", "No"].map((label) => ({ label, next: null }));
    return { kind, text, answers };
  }
  if (kind === "step") return { kind, text, next: null };
  const fix = { title: text, rationale: "", steps: [], risk: "low" } as const;
  return {
    kind: "outcome",
    text,
    outcome: kind,
    ...(kind === "try_fix" && { fix: { ...fix, steps: [] } }),
  };
}

export function putNode(draft: TreeDraft, id: string, node: TreeNode): TreeDraft {
  return { ...draft, nodes: { ...draft.nodes, [id]: node } };
}

/** Points a slot at a node, or at nothing. */
export function point(draft: TreeDraft, { from, index }: Slot, next: string | null): TreeDraft {
  const node = draft.nodes[from];
  if (node?.kind === "step") return putNode(draft, from, { ...node, next });
  if (node?.kind !== "question") return draft;
  const answers = (node.answers ?? []).map((answer, at) =>
    at === index ? { ...answer, next } : answer,
  );
  return putNode(draft, from, { ...node, answers });
}

export function isFull({ nodes }: TreeDraft): boolean {
  return Object.keys(nodes).length >= MOST_NODES;
}

/** Puts a new node at a slot; at null, it becomes the root, or a part of its own if there is one. */
export function addNode(
  draft: TreeDraft,
  slot: Slot | null,
  kind: NewKind,
): [TreeDraft, string] | null {
  if (isFull(draft)) return null;
  const id = newNodeId(draft.nodes);
  const added = putNode(draft, id, makeNode(kind));
  if (slot) return [point(added, slot, id), id];
  return [{ ...added, root: draft.root && draft.nodes[draft.root] ? draft.root : id }, id];
}

/** A new step between a step and what follows it. */
export function addBetween(draft: TreeDraft, id: string): [TreeDraft, string] | null {
  const next = draft.nodes[id]?.next ?? null;
  const added = addNode(draft, { from: id, index: 0 }, "step");
  return added && [point(added[0], { from: added[1], index: 0 }, next), added[1]];
}

/** A question gets one more answer, which leads nowhere yet. */
export function addAnswer(draft: TreeDraft, id: string): [TreeDraft, Slot] | null {
  const node = draft.nodes[id];
  const answers = node?.answers ?? [];
  if (node?.kind !== "question" || answers.length >= MOST_ANSWERS) return null;
  const added = [...answers, { label: newLabel(answers.map(({ label }) => label)), next: null }];
  const changed = putNode(draft, id, { ...node, answers: added });
  return [changed, { from: id, index: answers.length }];
}

function newLabel(used: string[]): string {
  const free = ["Yes", "No", "Not known"].find((label) => !used.includes(label));
  return free ?? `Answer ${used.length + 1}`;
}

/** Another kind keeps what both have: the text, the help, and where it led. */
export function changeKind(draft: TreeDraft, id: string, kind: NodeKind, ending: Ending | null) {
  const node = draft.nodes[id];
  if (!node) return draft;
  const [first] = waysOf(node);
  const { text, help, facts, script_id } = node;
  const kept = {
    text,
    ...(help && { help }),
    ...(facts?.length && { facts }),
    ...(script_id && { script_id }),
  };
  if (kind === "step") return putNode(draft, id, { kind, ...kept, next: first?.next ?? null });
  if (kind === "outcome") {
    const fresh = makeNode(ending ?? "solved", text);
    const fix = ending === "try_fix" && node.fix ? { fix: node.fix } : {};
    return prune(draft, putNode(draft, id, { ...fresh, ...kept, ...fix }));
  }
  const answers = [
    { label: "Yes", next: first?.next ?? null },
    { label: "No", next: null },
  ];
  return putNode(draft, id, { kind, ...kept, answers });
}

/** Takes the answer away that a line stands for, with everything that only it led to. */
export function removeSlot(draft: TreeDraft, { from, index }: Slot): TreeDraft {
  const node = draft.nodes[from];
  if (node?.kind !== "question") return prune(draft, point(draft, { from, index }, null));
  const answers = (node.answers ?? []).filter((_answer, at) => at !== index);
  return prune(draft, putNode(draft, from, { ...node, answers }));
}

/** Removes a node wherever it hangs; the answers that led to it lead nowhere then. */
export function removeNode(draft: TreeDraft, id: string): TreeDraft {
  const nodes: TreeNodes = {};
  for (const [each, node] of Object.entries(draft.nodes)) {
    if (each !== id) nodes[each] = withoutTarget(node, id);
  }
  const root = draft.root === id ? null : draft.root;
  return prune(draft, { ...draft, root, nodes }, id);
}

function withoutTarget(node: TreeNode, id: string): TreeNode {
  if (node.kind === "step") return node.next === id ? { ...node, next: null } : node;
  if (!node.answers?.some(({ next }) => next === id)) return node;
  const answers = node.answers.map((each) => (each.next === id ? { ...each, next: null } : each));
  return { ...node, answers };
}

/** Drops the nodes that were reached before the change, from the root or from `removed`, and are not any more. */
function prune(before: TreeDraft, after: TreeDraft, removed: string | null = null): TreeDraft {
  const was = reachedFrom(before.nodes, before.root);
  for (const id of removed ? reachedFrom(before.nodes, removed) : []) was.add(id);
  const kept = reachedFrom(after.nodes, after.root);
  // A part that stood loose before, and does not hang below what was removed, still holds what it leads to.
  for (const id of Object.keys(after.nodes)) {
    if (was.has(id)) continue;
    for (const each of reachedFrom(after.nodes, id)) kept.add(each);
  }
  const nodes = Object.fromEntries(
    Object.entries(after.nodes).filter(([id]) => kept.has(id) || !was.has(id)),
  );
  return { ...after, nodes };
}
