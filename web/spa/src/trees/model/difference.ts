/** Where two versions of a tree differ, in words that stand side by side. */
import type { TreeDraft, TreeNode } from "~/api/trees";
import { kindName, titleOf, waysOf } from "./graph";

export interface Difference {
  key: string;
  /** What it is about. */
  about: string;
  /** Null: it does not have it. */
  one: string | null;
  other: string | null;
}

export function differences(one: TreeDraft, other: TreeDraft): Difference[] {
  const found: Difference[] = [];
  const add = (key: string, about: string, left: string | null, right: string | null) => {
    if (left !== right) found.push({ key, about, one: left, other: right });
  };
  add("title", "Title", one.title, other.title);
  add("purpose", "Purpose", one.purpose, other.purpose);
  add("tags", "Tags", one.tags.join(", "), other.tags.join(", "));
  add("root", "Begins with", firstText(one), firstText(other));
  for (const id of new Set([...Object.keys(one.nodes), ...Object.keys(other.nodes)])) {
    const node = one.nodes[id] ?? other.nodes[id];
    if (node) add(id, titleOf(node), nodeText(one, id), nodeText(other, id));
  }
  return found;
}

function firstText({ root, nodes }: TreeDraft): string | null {
  const node = root ? nodes[root] : undefined;
  return node ? titleOf(node) : null;
}

function nodeText(draft: TreeDraft, id: string): string | null {
  const node = draft.nodes[id];
  if (!node) return null;
  return [`${kindName(node)}: ${node.text}`, ...wayLines(draft, node), ...extraLines(node)].join(
    "\n",
  );
}

function wayLines({ nodes }: TreeDraft, node: TreeNode): string[] {
  return waysOf(node).map(({ label, next }) => {
    const target = next ? nodes[next] : undefined;
    return `${label ?? "Then"} → ${target ? titleOf(target) : "no next step yet"}`;
  });
}

function extraLines({ help, script_id, facts = [], fix }: TreeNode): string[] {
  return [
    help ? `Help: ${help}` : "",
    script_id ? `Script: ${script_id}` : "",
    ...facts.map(({ kind, value }) => `Fact: ${kind} ${value}`),
    fix ? `Fix: ${fix.title} (risk ${fix.risk})` : "",
    fix?.rationale ?? "",
    ...(fix?.steps ?? []).map((step) => `- ${step}`),
  ].filter(Boolean);
}
