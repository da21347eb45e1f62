/** The account's decision trees and runs, and what a call does to them. */
import type { TreeRun } from "~/api/treeRuns";
import type { Tree, TreeNode, TreeProblem } from "~/api/trees";
import type { User } from "~/api/types";
import { id, NOW, personOf } from "./factories";
import { page } from "./fakeData";

type Params = Record<string, unknown>;
type Body = Record<string, unknown>;
type Method = "post" | "patch" | "delete";

type WholeNode = Tree["nodes"][string];

/** With every key, as the server answers. */
export function whole(node: TreeNode): WholeNode {
  const nothing = { help: null, next: null, script_id: null, outcome: null, fix: null };
  return { ...nothing, answers: [], facts: [], ...node } as WholeNode;
}

const ping: TreeNode = {
  kind: "question",
  text: "Does it answer a ping?",
  answers: [
    { label: "Yes", next: "queue" },
    { label: "No", next: "panel" },
    { label: "Not known", next: "site" },
  ],
};

/** The tree of the design: an open path, a shared end and a loop. */
export const PRINTER: Pick<Tree, "root" | "nodes"> = {
  root: "ping",
  nodes: {
    ping: whole(ping),
    queue: whole({
      kind: "question",
      text: "Is the queue stuck on a server?",
      answers: [
        { label: "Yes", next: "clear" },
        { label: "No", next: "site" },
      ],
    }),
    clear: whole({
      kind: "outcome",
      text: "Clear print queue",
      outcome: "try_fix",
      fix: { title: "Clear print queue", rationale: "", steps: ["Stop the spooler"], risk: "low" },
    }),
    panel: whole({ kind: "step", text: "Read the address on its panel", next: null }),
    site: whole({ kind: "outcome", text: "Escalate with site contact", outcome: "escalate" }),
  },
};

export class FakeTrees {
  trees: Tree[] = [];
  runs: TreeRun[] = [];

  constructor(private readonly user: () => User) {}

  add(part: Partial<Tree> = {}): Tree {
    const by = personOf(this.user());
    const tree: Tree = {
      id: id(),
      title: "Printer shows offline",
      purpose: "",
      tags: [],
      status: "draft",
      version: 1,
      published_version: null,
      published_at: null,
      node_count: 0,
      read_only: false,
      source: { kind: "written", session_id: null, guide_id: null },
      created_by: by,
      updated_by: by,
      created_at: NOW,
      updated_at: NOW,
      root: null,
      nodes: {},
      problems: [],
      ...part,
    };
    this.trees.push(this.checked(tree));
    return tree;
  }

  addRun(tree: Tree, part: Partial<TreeRun> = {}): TreeRun {
    const run: TreeRun = {
      id: id(),
      tree_id: tree.id,
      version: tree.published_version ?? tree.version,
      title: tree.title,
      node: tree.root ?? "",
      current: nodeOf(tree, tree.root ?? ""),
      path: [],
      state: "running",
      is_test: false,
      ai_session_id: null,
      fix_id: null,
      started_by: personOf(this.user()),
      can_change: true,
      created_at: NOW,
      updated_at: NOW,
      finished_at: null,
      ...part,
    };
    this.runs.push(run);
    return run;
  }

  tree(treeId: unknown): Tree {
    const found = this.trees.find((each) => each.id === treeId);
    if (!found) throw new Error(`No tree ${treeId}`);
    return found;
  }

  readonly reads: [string, (params: Params, query: URLSearchParams) => unknown][] = [
    ["/trees/:id/versions", () => page([])],
    ["/trees/:id", (params) => ({ ...this.tree(params.id) })],
    ["/trees", (_params, query) => page(this.matching(query))],
    ["/ai-sessions/:id/tree-runs", (params) => page(this.runsIn(params.id))],
    ["/tree-sessions/:id", (params) => ({ ...this.run(params.id) })],
  ];

  readonly writes: [Method, string, number, (params: Params, body: Body) => unknown][] = [
    ["post", "/trees", 201, (_params, body) => ({ ...this.add(body as Partial<Tree>) })],
    ["patch", "/trees/:id", 200, (params, body) => this.save(params, body)],
    ["post", "/trees/:id/publish", 200, (params) => this.publish(params)],
    ["post", "/trees/:id/copy", 201, (params) => this.copy(params)],
    ["delete", "/trees/:id", 204, (params) => this.archive(params)],
    ["post", "/trees/:id/sessions", 201, (params, body) => this.start(params, body)],
    ["post", "/tree-sessions/:id/answer", 200, (params, body) => this.answer(params, body)],
    ["post", "/tree-sessions/:id/back", 200, (params) => this.back(params)],
    ["post", "/tree-sessions/:id/leave", 200, (params) => this.change(params, { state: "left" })],
  ];

  private archive(params: Params): void {
    this.tree(params.id).status = "archived";
  }

  private matching(query: URLSearchParams): Tree[] {
    const words = query.get("q")?.toLowerCase() ?? "";
    return this.trees.filter(({ title }) => title.toLowerCase().includes(words));
  }

  private save(params: Params, { version, ...draft }: Body) {
    const tree = this.trees.find((each) => each.id === params.id);
    // The page of a previous test saves what it had not saved yet.
    if (!tree) return {};
    if (version !== tree.version) throw new Error(`Version ${version} is not ${tree.version}`);
    Object.assign(tree, draft, { version: tree.version + 1, status: "draft" });
    return { ...this.checked(tree) };
  }

  private publish(params: Params) {
    const tree = this.tree(params.id);
    const version = tree.version + 1;
    return { ...Object.assign(tree, { version, published_version: version, status: "published" }) };
  }

  private copy(params: Params) {
    const { title, root, nodes } = this.tree(params.id);
    return { ...this.add({ title, root, nodes }) };
  }

  private checked(tree: Tree): Tree {
    const given = Object.entries(tree.nodes).map(([node, each]) => [node, whole(each)] as const);
    tree.nodes = Object.fromEntries(given);
    const open = given.flatMap(([node, { kind, answers, next }]) => {
      const isOpen = kind === "step" ? !next : answers?.some((answer) => !answer.next);
      return isOpen ? [{ node, code: "no_next", message: "A way out leads nowhere." }] : [];
    });
    const mute = given.flatMap(([node, { text }]): TreeProblem[] =>
      text ? [] : [{ node, code: "no_text", message: "It has no text." }],
    );
    return Object.assign(tree, { problems: [...open, ...mute] });
  }

  private run(runId: unknown): TreeRun {
    const found = this.runs.find((each) => each.id === runId);
    if (!found) throw new Error(`No run ${runId}`);
    return found;
  }

  private runsIn(sessionId: unknown): TreeRun[] {
    return this.runs.filter(({ ai_session_id }) => ai_session_id === sessionId);
  }

  private start(params: Params, body: Body) {
    return { ...this.addRun(this.tree(params.id), body as Partial<TreeRun>) };
  }

  private change(params: Params, part: Partial<TreeRun>) {
    return { ...Object.assign(this.run(params.id), part) };
  }

  private answer(params: Params, { answer = null }: Body) {
    const run = this.run(params.id);
    const tree = this.tree(run.tree_id);
    const { answers = [], next, text } = tree.nodes[run.node] as TreeNode;
    const target = answer ? answers.find(({ label }) => label === answer)?.next : next;
    const by = personOf(this.user());
    const step = { node: run.node, text, answer: answer as string | null, at: NOW, by };
    return this.standAt(run, target ?? "", [...run.path, step]);
  }

  private back(params: Params) {
    const run = this.run(params.id);
    const last = run.path.at(-1);
    return this.standAt(run, last?.node ?? run.node, run.path.slice(0, -1));
  }

  private standAt(run: TreeRun, node: string, path: TreeRun["path"]) {
    const current = nodeOf(this.tree(run.tree_id), node);
    const state = current.kind === "outcome" ? "finished" : "running";
    return { ...Object.assign(run, { node, current, path, state }) };
  }
}

export function nodeOf(tree: Tree, nodeId: string): TreeRun["current"] {
  const node = tree.nodes[nodeId];
  return {
    id: nodeId,
    kind: node?.kind ?? "question",
    text: node?.text ?? "",
    help: node?.help ?? null,
    answers: node?.answers?.map(({ label }) => label) ?? [],
    script_id: node?.script_id ?? null,
    outcome: node?.outcome ?? null,
    fix: node?.fix ?? null,
  };
}
