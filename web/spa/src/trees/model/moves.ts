/** Moves a branch: among its siblings, a level up, or a level down. Each returns the draft and the branch's new slot, or null. */
import type { TreeAnswer, TreeDraft } from "~/api/trees";
import { putNode } from "./edits";
import { MOST_ANSWERS, type Slot, slotsTo } from "./graph";

export type Direction = "up" | "down" | "out" | "in";

export interface Moved {
  draft: TreeDraft;
  slot: Slot;
}

export function move(draft: TreeDraft, slot: Slot, direction: Direction): Moved | null {
  if (direction === "up") return swap(draft, slot, slot.index - 1);
  if (direction === "down") return swap(draft, slot, slot.index + 1);
  return direction === "out" ? moveOut(draft, slot) : moveIn(draft, slot);
}

function swap(draft: TreeDraft, { from, index }: Slot, other: number): Moved | null {
  const node = draft.nodes[from];
  const answers = [...(node?.answers ?? [])];
  const [one, two] = [answers[index], answers[other]];
  if (node?.kind !== "question" || !one || !two) return null;
  answers[index] = two;
  answers[other] = one;
  return { draft: putNode(draft, from, { ...node, answers }), slot: { from, index: other } };
}

/** It becomes the answer after the one that led to its parent. */
function moveOut(draft: TreeDraft, slot: Slot): Moved | null {
  const above = slotsTo(draft.nodes, slot.from).find(({ from }) => from !== slot.from);
  const grand = above && draft.nodes[above.from];
  if (!above || grand?.kind !== "question") return null;
  if ((grand.answers ?? []).length >= MOST_ANSWERS) return null;
  const taken = take(draft, slot);
  return taken && insert(taken.draft, { from: above.from, index: above.index + 1 }, taken.answer);
}

/** It becomes the last answer of the branch before it; of a step that leads nowhere, what follows it. */
function moveIn(draft: TreeDraft, slot: Slot): Moved | null {
  const before = draft.nodes[slot.from]?.answers?.[slot.index - 1]?.next;
  const host = before ? draft.nodes[before] : undefined;
  if (!before || !host || before === slot.from) return null;
  const taken = take(draft, slot);
  if (!taken || taken.answer.next === before) return null;
  if (host.kind === "step" && !host.next) {
    const next = { ...host, next: taken.answer.next };
    return { draft: putNode(taken.draft, before, next), slot: { from: before, index: 0 } };
  }
  const answers = host.answers ?? [];
  if (host.kind !== "question" || answers.length >= MOST_ANSWERS) return null;
  return insert(taken.draft, { from: before, index: answers.length }, taken.answer);
}

function take(
  draft: TreeDraft,
  { from, index }: Slot,
): { draft: TreeDraft; answer: TreeAnswer } | null {
  const node = draft.nodes[from];
  if (node?.kind === "step") {
    if (!node.next) return null;
    const answer = { label: "Next", next: node.next };
    return { draft: putNode(draft, from, { ...node, next: null }), answer };
  }
  const answer = node?.answers?.[index];
  if (!node || !answer) return null;
  const answers = node.answers?.filter((_each, at) => at !== index) ?? [];
  return { draft: putNode(draft, from, { ...node, answers }), answer };
}

function insert(draft: TreeDraft, slot: Slot, answer: TreeAnswer): Moved | null {
  const node = draft.nodes[slot.from];
  if (!node) return null;
  const used = (node.answers ?? []).map(({ label }) => label);
  const label = used.includes(answer.label) ? `${answer.label} (2)` : answer.label;
  const answers = [...(node.answers ?? [])];
  answers.splice(slot.index, 0, { ...answer, label });
  return { draft: putNode(draft, slot.from, { ...node, answers }), slot };
}
