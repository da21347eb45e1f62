/** What is being edited: the draft, the chosen line, and the way back. Lives outside React, so that a key renders only what it changes. */
import { useSyncExternalStore } from "react";
import type { TreeDraft } from "~/api/trees";
import { createStore } from "~/lib/store";
import { settleToasts } from "~/ui/toasts";
import { linesAbove, outlineOf, type Row } from "../model/outline";

/** The item of the toast that offers to undo a deletion. The next edit ends the offer. */
export const DELETION = "tree-deletion";

const MOST_STEPS = 200;
/** Typing in one field is one step, until it pauses for so long. */
const SAME_STEP_MS = 1_500;

interface Moment {
  draft: TreeDraft;
  selected: string | null;
}

export interface EditorState extends Moment {
  collapsed: ReadonlySet<string>;
  /** The line whose text is being changed in place, and the text that it starts with. */
  renaming: { key: string; text: string } | null;
  past: readonly Moment[];
  future: readonly Moment[];
}

interface EditOptions {
  /** Names the field; edits of the same one in a row are one step. */
  field?: string;
  /** The key of the line that is chosen afterwards. */
  select?: string;
}

export class Editor {
  private readonly store;
  private last = { field: "", at: 0 };
  private outline: { draft: TreeDraft; collapsed: ReadonlySet<string>; rows: Row[] } | null = null;

  constructor(draft: TreeDraft, kept: TreeDraft | null = null) {
    const selected = draft.root;
    this.store = createStore<EditorState>({
      draft: kept ?? draft,
      selected,
      collapsed: new Set(),
      renaming: null,
      past: kept ? [{ draft, selected }] : [],
      future: [],
    });
  }

  get state(): EditorState {
    return this.store.get();
  }

  readonly subscribe = (listener: () => void) => this.store.subscribe(listener);

  /** The lines as they are shown; the same array while nothing that they show has changed. */
  readonly rows = (): Row[] => {
    const { draft, collapsed } = this.state;
    const known = this.outline;
    const isSame =
      known?.draft.nodes === draft.nodes &&
      known.draft.root === draft.root &&
      known.collapsed === collapsed;
    if (known && isSame) return known.rows;
    const rows = outlineOf(draft, collapsed);
    this.outline = { draft, collapsed, rows };
    return rows;
  };

  /** False if the change is not possible. */
  edit(
    change: (draft: TreeDraft) => TreeDraft | null,
    { field = "", select }: EditOptions = {},
  ): boolean {
    const { draft, selected, past } = this.state;
    const next = change(draft);
    if (!next) return false;
    if (next === draft) return true;
    const now = performance.now();
    const isSameStep =
      field !== "" && field === this.last.field && now - this.last.at < SAME_STEP_MS;
    this.last = { field, at: now };
    const before = isSameStep ? past : [...past, { draft, selected }].slice(-MOST_STEPS);
    settleToasts(DELETION);
    this.set({ draft: next, past: before, future: [], selected: select ?? selected });
    return true;
  }

  undo(): boolean {
    const { past, future, draft, selected } = this.state;
    const step = past.at(-1);
    if (!step) return false;
    this.last.field = "";
    settleToasts(DELETION);
    this.set({ ...step, past: past.slice(0, -1), future: [...future, { draft, selected }] });
    return true;
  }

  redo(): boolean {
    const { past, future, draft, selected } = this.state;
    const step = future.at(-1);
    if (!step) return false;
    this.last.field = "";
    this.set({ ...step, past: [...past, { draft, selected }], future: future.slice(0, -1) });
    return true;
  }

  /** Another version takes the draft's place. With `keepsOld`, undo brings the old one back. */
  replace(draft: TreeDraft, keepsOld: boolean): void {
    const { selected, draft: old } = this.state;
    const past = keepsOld ? [{ draft: old, selected }] : [];
    this.set({ draft, past, future: [], selected, renaming: null });
  }

  select(selected: string | null): void {
    if (selected !== this.state.selected) this.set({ selected });
  }

  /** A line that is chosen and would be hidden hands the choice to the one that hides it. */
  toggle(key: string, isOpen: boolean): void {
    const { draft, selected } = this.state;
    const collapsed = new Set(this.state.collapsed);
    if (isOpen) collapsed.delete(key);
    else collapsed.add(key);
    const hides = !isOpen && linesAbove(draft, selected).includes(key);
    this.set({ collapsed, ...(hides && { selected: key }) });
  }

  rename(renaming: EditorState["renaming"]): void {
    this.set({ renaming });
  }

  private set(part: Partial<EditorState>): void {
    this.store.set((now) => withShownLine(withChosenLine({ ...now, ...part })));
  }
}

/** The chosen line may be gone; then the nearest one is chosen that still exists. */
function withChosenLine(state: EditorState): EditorState {
  const { selected, draft } = state;
  if (selected === null) return { ...state, selected: draft.root };
  const [from = "", index] = selected.split("/");
  const node = draft.nodes[from];
  const count =
    node?.kind === "question" ? (node.answers?.length ?? 0) : node?.kind === "step" ? 1 : 0;
  if (node && (index === undefined || Number(index) < count)) return state;
  return { ...state, selected: node ? from : draft.root };
}

/** The chosen line is always shown, because its keys act on it: what hides it is opened. */
function withShownLine(state: EditorState): EditorState {
  if (state.collapsed.size === 0) return state;
  const above = linesAbove(state.draft, state.selected);
  if (!above.some((key) => state.collapsed.has(key))) return state;
  const collapsed = new Set([...state.collapsed].filter((key) => !above.includes(key)));
  return { ...state, collapsed };
}

/** A part of the state; the component renders again only when this part changes. */
export function useEditor<T>(editor: Editor, part: (state: EditorState) => T): T {
  return useSyncExternalStore(editor.subscribe, () => part(editor.state));
}

export function useRows(editor: Editor): Row[] {
  return useSyncExternalStore(editor.subscribe, editor.rows);
}
