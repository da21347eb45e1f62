/** Decision trees: the account's own and those of the built-in library, which nobody changes. */
import { client, keyed, unwrap } from "./client";
import type { Page } from "./types";

type Call = (path: string, init?: object) => Promise<{ response: Response }>;
const calls = client as unknown as Record<"GET" | "POST" | "PATCH" | "DELETE", Call>;

export type NodeKind = "question" | "step" | "outcome";
export type Ending = "solved" | "escalate" | "try_fix";

export interface TreeAnswer {
  label: string;
  /** The id of the node it leads to; null while nobody has chosen one. */
  next: string | null;
}

export interface TreeFix {
  title: string;
  rationale: string;
  steps: string[];
  risk: "low" | "medium" | "high";
}

export interface TreeFact {
  kind: string;
  value: string;
}

export interface TreeNode {
  kind: NodeKind;
  text: string;
  help?: string | null;
  answers?: TreeAnswer[];
  /** Of a step. */
  next?: string | null;
  script_id?: string | null;
  facts?: TreeFact[];
  /** Of an outcome. */
  outcome?: Ending | null;
  fix?: TreeFix | null;
}

export type TreeNodes = Record<string, TreeNode>;

export interface TreeProblem {
  /** Null if it is about the whole tree. */
  node: string | null;
  code: string;
  message: string;
}

interface Someone {
  id: string;
  name: string;
}

export interface TreeSource {
  kind: "written" | "guide" | "session" | "description" | "import";
  session_id: string | null;
  guide_id: string | null;
}

export interface TreeRow {
  id: string;
  title: string;
  purpose: string;
  tags: string[];
  status: "draft" | "published" | "archived";
  version: number;
  published_version: number | null;
  published_at: string | null;
  node_count: number;
  read_only: boolean;
  source: TreeSource;
  created_by: Someone | null;
  updated_by: Someone | null;
  created_at: string;
  updated_at: string;
}

/** What a person edits of a tree. */
export interface TreeDraft {
  title: string;
  purpose: string;
  tags: string[];
  root: string | null;
  nodes: TreeNodes;
}

export type Tree = TreeRow & TreeDraft & { problems: TreeProblem[] };

export interface TreeVersionRow {
  version: number;
  title: string;
  is_published: boolean;
  created_by: Someone | null;
  created_at: string;
}

export type TreeVersion = TreeVersionRow & TreeDraft;

/** What the list is narrowed to; empty texts narrow nothing. */
export interface TreeFilter {
  q: string;
  tag: string;
  status: "" | TreeRow["status"];
  source: "" | "own" | "library";
}

export interface DraftRequest {
  id: string;
  status: "pending" | "ready" | "failed";
  tree_id: string | null;
  /** A stable code, and the same in words. */
  error: string | null;
  message: string | null;
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
  return unwrap<Page<TreeRow>>(calls.GET("/api/v1/trees", { params: { query }, signal }));
}

export function fetchTree(treeId: string): Promise<Tree> {
  return unwrap<Tree>(calls.GET(TREE, at(treeId)));
}

export type NewTree = Pick<TreeDraft, "title"> & Partial<TreeDraft>;

export function createTree(tree: NewTree, key: string): Promise<Tree> {
  return unwrap<Tree>(calls.POST("/api/v1/trees", { body: tree, ...keyed(key) }));
}

/** Saves the newest version; `version` is the one that the change was made to, else 409 `version_conflict`. */
export function saveTree(
  treeId: string,
  change: Partial<TreeDraft> & { version: number },
  key: string,
): Promise<Tree> {
  return unwrap<Tree>(calls.PATCH(TREE, { ...at(treeId), body: change, ...keyed(key) }));
}

export function publishTree(treeId: string, version: number, key: string): Promise<Tree> {
  const body = { version };
  return unwrap<Tree>(calls.POST(`${TREE}/publish`, { ...at(treeId), body, ...keyed(key) }));
}

export async function archiveTree(treeId: string, key: string): Promise<void> {
  await unwrap(calls.DELETE(TREE, { ...at(treeId), ...keyed(key) }));
}

export function copyTree(treeId: string, key: string): Promise<Tree> {
  return unwrap<Tree>(calls.POST(`${TREE}/copy`, { ...at(treeId), ...keyed(key) }));
}

/** Newest first. */
export function fetchVersions(treeId: string): Promise<Page<TreeVersionRow>> {
  return unwrap<Page<TreeVersionRow>>(calls.GET(`${TREE}/versions`, at(treeId)));
}

export function fetchVersion(tree_id: string, version: number): Promise<TreeVersion> {
  const path = { params: { path: { tree_id, version } } };
  return unwrap<TreeVersion>(calls.GET(`${TREE}/versions/{version}`, path));
}

export function restoreVersion(treeId: string, version: number, key: string): Promise<Tree> {
  const body = { version };
  return unwrap<Tree>(calls.POST(`${TREE}/restore`, { ...at(treeId), body, ...keyed(key) }));
}

/** What an import left out, and at which node. */
export type ImportedTree = Tree & { notes: { node: string; message: string }[] };

/** `file` is what an export holds. */
export function importTree(file: unknown, key: string): Promise<ImportedTree> {
  return unwrap<ImportedTree>(calls.POST("/api/v1/trees/import", { body: file, ...keyed(key) }));
}

export function exportAddress(treeId: string): string {
  return `/api/v1/trees/${encodeURIComponent(treeId)}/export`;
}

/** The event `tree_draft_ready` says when the draft is there. */
export function askForTree(
  source: { description: string } | { session_id: string },
  key: string,
): Promise<DraftRequest> {
  return unwrap<DraftRequest>(calls.POST("/api/v1/trees/draft", { body: source, ...keyed(key) }));
}

export function fetchDraftRequest(draft_id: string): Promise<DraftRequest> {
  return unwrap<DraftRequest>(
    calls.GET("/api/v1/trees/draft/{draft_id}", { params: { path: { draft_id } } }),
  );
}
