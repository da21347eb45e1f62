/**
 * An editor for the code of a script, with line numbers, colours and the places of its problems. It loads on demand.
 *
 * Tab moves the focus, as in every other field. Ctrl+Z undoes; Ctrl+S is the screen's.
 */
import { type Ref, Suspense } from "react";
import { lazyPart } from "~/ui/lazyPart";
import { Skeleton } from "~/ui/Skeleton";
import type { ScriptLanguage } from "./words";

/** Line and column begin with 1. */
export interface Problem {
  line: number;
  column: number;
  message: string;
  severity: "error" | "warning";
}

export interface CodeEditorHandle {
  focus(): void;
  /** Shows and selects this line (the first is 1) and moves the focus there. */
  goTo(line: number): void;
}

export interface CodeEditorProps {
  /** The accessible name: "Code". */
  label: string;
  language: ScriptLanguage;
  value: string;
  onChange: (text: string) => void;
  problems?: readonly Problem[];
  ref?: Ref<CodeEditorHandle>;
}

const load = () => import("./code/CodeMirrorEditor");
const Editor = lazyPart(load);

/** Fetches the editor before it is shown. */
export function preloadEditor(): void {
  load().catch(() => undefined);
}

export function CodeEditor(props: CodeEditorProps) {
  return (
    <Suspense fallback={<Skeleton heights={[240]} label="Loading the editor" />}>
      <Editor {...props} />
    </Suspense>
  );
}
