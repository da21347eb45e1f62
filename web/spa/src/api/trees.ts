/** Decision trees: the account's own and those of the built-in library, which nobody changes. */
import { client, keyed, unwrap } from "./client";
import type { components } from "./schema";
import type { Page } from "./types";

type Schemas = components["schemas"];

export type Tree = Schemas["Tree"];
export type TreeRow = Schemas["TreeItem"];
export type TreeProblem = Schemas["TreeProblem"];
export type TreeVersion = Schemas["TreeVersion"];
export type TreeVersionRow = Schemas["TreeVersionItem"];
export type ImportedTree = Schemas["ImportedTree"];
export type TreeFix = Schemas["ShownNodeFix"];
export type TreeFact = Schemas["NodeFact"];
export type NodeKind = Schemas["ShownNode"]["kind"];
export type Ending = NonNullable<Schemas["ShownNode"]["outcome"]>;

export interface TreeAnswer {
  label: string;
  /** The id of the node it leads to; null while nobody has chosen one. */
  next: string | null;
}

/** A node as it is edited: it has only the parts of its kind. The server fills in the others. */
export type TreeNode = Pick<Schemas["ShownNode"], "kind" | "text"> &
  Partial<Omit<Schemas["ShownNode"], "kind" | "text">>;

export type TreeNodes = Record<string, TreeNode>;

/** What a person edits of a tree. */
export interface TreeDraft {
  title: string;
  purpose: string;
  tags: string[];
  root: string | null;
  nodes: TreeNodes;
}

/** What the list is narrowed to; empty texts narrow nothing. */
export interface TreeFilter {
  q: string;
  tag: string;
  status: "" | TreeRow["status"];
  source: "" | "own" | "library";
}

const TREE = "/api/v1/trees/{tree_id}" as const;
const at = (tree_id: string) => ({ params: { path: { tree_id } } });

export function fetchTrees(
  filter: TreeFilter,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<Page<TreeRow>> {
  const { q, tag, status, source } = filter;
  const query = {
    ...(q && { q }),
    ...(tag && { tag }),
    ...(status && { status }),
    ...(source && { source }),
    ...(cursor && { cursor }),
  };
  return unwrap(client.GET("/api/v1/trees", { params: { query }, signal }));
}

export function fetchTree(treeId: string): Promise<Tree> {
  return unwrap(client.GET(TREE, at(treeId)));
}

export type NewTree = Pick<TreeDraft, "title"> & Partial<TreeDraft>;

export function createTree(tree: NewTree, key: string): Promise<Tree> {
  return unwrap(client.POST("/api/v1/trees", { body: tree, ...keyed(key) }));
}

/** Saves the newest version; `version` is the one that the change was made to, else 409 `version_conflict` with `detail.tree`. */
export function saveTree(
  treeId: string,
  change: Partial<TreeDraft> & { version: number },
  key: string,
): Promise<Tree> {
  return unwrap(client.PATCH(TREE, { ...at(treeId), body: change, ...keyed(key) }));
}

/** 422 `tree_invalid` has the faults in `detail.problems`. */
export function publishTree(treeId: string, version: number, key: string): Promise<Tree> {
  const body = { version };
  return unwrap(client.POST(`${TREE}/publish`, { ...at(treeId), body, ...keyed(key) }));
}

export async function archiveTree(treeId: string, key: string): Promise<void> {
  await unwrap(client.DELETE(TREE, { ...at(treeId), ...keyed(key) }));
}

export function copyTree(treeId: string, key: string): Promise<Tree> {
  return unwrap(client.POST(`${TREE}/copy`, { ...at(treeId), ...keyed(key) }));
}

/** Newest first. */
export function fetchVersions(
  tree_id: string,
  cursor: string | null,
): Promise<Page<TreeVersionRow>> {
  const query = cursor ? { cursor } : {};
  return unwrap(client.GET(`${TREE}/versions`, { params: { path: { tree_id }, query } }));
}

export function fetchVersion(tree_id: string, version: number): Promise<TreeVersion> {
  const params = { path: { tree_id, version } };
  return unwrap(client.GET(`${TREE}/versions/{version}`, { params }));
}

export function restoreVersion(treeId: string, version: number, key: string): Promise<Tree> {
  const body = { version };
  return unwrap(client.POST(`${TREE}/restore`, { ...at(treeId), body, ...keyed(key) }));
}

/** `file` is what an export holds; the server refuses anything else. */
export function importTree(file: unknown, key: string): Promise<ImportedTree> {
  const body = file as Schemas["TreeFile"];
  return unwrap(client.POST("/api/v1/trees/import", { body, ...keyed(key) }));
}

export function exportAddress(treeId: string): string {
  return `/api/v1/trees/${encodeURIComponent(treeId)}/export`;
}

export type DraftRequest = Schemas["TreeDraft"];

/** The event `tree_draft_ready` says when the draft is there. */
export function askForTree(
  source: { description: string } | { session_id: string },
  key: string,
): Promise<DraftRequest> {
  return unwrap(client.POST("/api/v1/trees/draft", { body: source, ...keyed(key) }));
}

export function fetchDraftRequest(draft_id: string): Promise<DraftRequest> {
  return unwrap(client.GET("/api/v1/trees/draft/{draft_id}", { params: { path: { draft_id } } }));
}
