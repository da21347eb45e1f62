/**
 * Saves the draft by itself, a moment after the last change, one call at a time. What is not saved yet is kept in this browser as well, so
 * that a reload loses nothing. A save that meets a newer version stops the saving until a person decides, see `ConflictDialog.tsx`.
 */
import { ApiError, fieldErrors, hasCode, messageOf } from "~/api/errors";
import {
  fetchTree,
  saveTree,
  type Tree,
  type TreeDraft,
  type TreeNode,
  type TreeProblem,
} from "~/api/trees";
import { IdempotencyKeys } from "~/lib/idempotencyKeys";
import { readJson, writeJson, writeText } from "~/lib/storage";
import { createStore, useStore } from "~/lib/store";
import type { Editor } from "./Editor";

const PAUSE_MS = 800;
const KEEP_MS = 250;
const AGAIN_MS = 5_000;

export interface SaveState {
  /** The newest version that this page knows. */
  tree: Tree;
  phase: "saved" | "waiting" | "saving" | "failed" | "conflict";
  problems: readonly TreeProblem[];
  /** Why the last save failed. */
  error: string | null;
  /** What somebody else saved meanwhile. */
  theirs: Tree | null;
}

interface Kept {
  version: number;
  draft: TreeDraft;
}

export function draftOf({ title, purpose, tags, root, nodes }: TreeDraft): TreeDraft {
  return { title, purpose, tags, root, nodes };
}

/** What an earlier page could not save any more. */
export function keptDraft(key: string): Kept | null {
  return readJson<Kept | null>(key, null);
}

export class Saver {
  readonly state;
  private saved: TreeDraft;
  private readonly keys = new IdempotencyKeys();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private keeping: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | null = null;
  /** What was sent last; if its answer was lost, the newest version may be this. */
  private sent: TreeDraft | null = null;
  private isOver = false;

  constructor(
    private readonly editor: Editor,
    tree: Tree,
    private readonly key: string,
    private readonly onSaved: (tree: Tree) => void,
  ) {
    const phase = "saved" as SaveState["phase"];
    const problems: readonly TreeProblem[] = tree.problems;
    this.state = createStore<SaveState>({ tree, phase, problems, error: null, theirs: null });
    this.saved = editor.state.past[0]?.draft ?? editor.state.draft;
  }

  get isDirty(): boolean {
    return this.editor.state.draft !== this.saved;
  }

  /** Follows the editor; returns what ends it. What is not saved then is sent at once. */
  start(): () => void {
    const { version } = this.state.get().tree;
    const kept = keptDraft(this.key);
    if (kept && kept.version !== version) void this.conflict();
    else this.changed();
    const stop = this.editor.subscribe(() => this.changed());
    this.isOver = false;
    return () => {
      this.isOver = true;
      stop();
      this.keep();
      if (this.isDirty && this.state.get().phase !== "conflict") void this.flush();
    };
  }

  private changed(): void {
    if (!this.isDirty) return;
    this.keeping ??= setTimeout(() => this.keep(), KEEP_MS);
    const { phase } = this.state.get();
    if (phase === "conflict" || this.editor.state.draft === this.scheduled) return;
    this.schedule(PAUSE_MS);
    if (phase === "saved") this.set({ phase: "waiting" });
  }

  private scheduled: TreeDraft | null = null;

  private schedule(pause: number): void {
    clearTimeout(this.timer);
    this.scheduled = this.editor.state.draft;
    this.timer = setTimeout(() => void this.flush(), pause);
  }

  /** Keeps the draft in this browser, or forgets the kept one once it is saved. */
  private keep(): void {
    clearTimeout(this.keeping);
    this.keeping = undefined;
    const { version } = this.state.get().tree;
    if (this.isDirty) writeJson(this.key, { version, draft: this.editor.state.draft });
    else writeText(this.key, "");
  }

  /** Saves what is not saved. Whether everything is saved afterwards. */
  async flush(): Promise<boolean> {
    clearTimeout(this.timer);
    while (this.running) await this.running;
    if (this.isDirty && this.state.get().phase !== "conflict") {
      this.running = this.save();
      await this.running;
    }
    return !this.isDirty;
  }

  private async save(): Promise<void> {
    const { draft } = this.editor.state;
    const { id, version } = this.state.get().tree;
    this.sent = draft;
    this.set({ phase: "saving", error: null });
    try {
      const change = { version, ...draft };
      this.took(await this.keys.send(change, (key) => saveTree(id, change, key)), draft);
    } catch (error) {
      if (hasCode(error, "version_conflict")) await this.meet(error);
      else this.failed(error);
    } finally {
      this.running = null;
    }
  }

  private took(tree: Tree, draft: TreeDraft): void {
    this.saved = draft;
    this.scheduled = null;
    this.keep();
    this.set({
      tree,
      problems: tree.problems,
      phase: this.isDirty ? "waiting" : "saved",
      theirs: null,
    });
    this.onSaved(tree);
    if (this.isDirty) this.schedule(PAUSE_MS);
  }

  private failed(error: unknown): void {
    this.scheduled = null;
    this.set({ phase: "failed", error: Object.values(fieldErrors(error))[0] ?? messageOf(error) });
    const isPassing = !(error instanceof ApiError) || error.status === 0 || error.status >= 500;
    // The next page of this tree saves what this one kept.
    if (isPassing && !this.isOver) this.schedule(AGAIN_MS);
  }

  /** A save, or another call, was refused because a newer version exists. */
  meet(error: ApiError): Promise<void> {
    return this.conflict(error.detail.tree as Tree | undefined);
  }

  private async conflict(newest?: Tree): Promise<void> {
    this.set({ phase: "conflict" });
    clearTimeout(this.timer);
    try {
      const theirs = newest ?? (await fetchTree(this.state.get().tree.id));
      const own = [this.editor.state.draft, this.sent].find((one) => one && sameDraft(one, theirs));
      if (own) this.took(theirs, own);
      else this.set({ theirs });
    } catch (error) {
      this.failed(error);
    }
  }

  /** Another call that makes a version of what is saved. Saves wait for it, as they need its number. */
  async makeVersion(call: () => Promise<Tree>): Promise<Tree> {
    while (this.running) await this.running;
    const made = call().then((tree) => {
      this.adopt(tree);
      return tree;
    });
    const end = () => {
      this.running = null;
    };
    this.running = made.then(end, end);
    return made;
  }

  /** A call other than a save made a version of what is saved: publishing, restoring. What was changed meanwhile is kept and saved. */
  adopt(tree: Tree, keepsOld = false): void {
    if (!keepsOld && this.isDirty) {
      this.took(tree, draftOf(tree));
      return;
    }
    if (keepsOld || !sameDraft(tree, this.editor.state.draft)) {
      const draft = draftOf(tree);
      this.saved = draft;
      this.editor.replace(draft, keepsOld);
    }
    this.scheduled = null;
    this.set({ tree, problems: tree.problems, phase: "saved", error: null, theirs: null });
    this.keep();
    this.onSaved(tree);
  }

  /** Somebody else saved, and here nothing was changed: theirs is shown. */
  follow(tree: Tree): void {
    const { tree: known, phase } = this.state.get();
    if (tree.version > known.version && phase === "saved" && !this.isDirty) this.adopt(tree);
  }

  /** Decides a conflict: theirs takes the place of the draft, which undo brings back. */
  takeTheirs(): void {
    const { theirs } = this.state.get();
    if (theirs) this.adopt(theirs, true);
  }

  /** Decides a conflict: the draft becomes the version after theirs. */
  keepMine(): void {
    const { theirs } = this.state.get();
    if (!theirs) return;
    this.saved = draftOf(theirs);
    this.set({ tree: theirs, theirs: null, phase: "waiting" });
    void this.flush();
  }

  showProblems(problems: readonly TreeProblem[]): void {
    this.set({ problems });
  }

  private set(part: Partial<SaveState>): void {
    this.state.set((now) => ({ ...now, ...part }));
  }
}

function sameDraft(one: TreeDraft, other: TreeDraft): boolean {
  return canonical(one) === canonical(other);
}

/** The server fills in the keys that a node lacks, and keeps no order of keys. */
function canonical({ title, purpose, tags, root, nodes }: TreeDraft): string {
  const ids = Object.keys(nodes).sort();
  return JSON.stringify([title, purpose, tags, root, ids.map((id) => [id, partsOf(nodes[id])])]);
}

function partsOf(node: TreeNode | undefined): unknown[] {
  const { kind, text, help, next, script_id, outcome, fix, answers = [], facts = [] } = node ?? {};
  return [
    [kind, text, help || null, next ?? null, script_id ?? null, outcome ?? null],
    answers.map(({ label, next: to }) => [label, to]),
    facts.map(({ kind: name, value }) => [name, value]),
    fix ? [fix.title, fix.rationale, fix.steps, fix.risk] : null,
  ];
}

export function useSaving(saver: Saver): SaveState {
  return useStore(saver.state);
}
