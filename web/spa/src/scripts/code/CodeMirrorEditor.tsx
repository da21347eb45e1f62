/**
 * CodeMirror in a shadow root. The page's CSP forbids style elements, and in a shadow root CodeMirror uses constructed sheets instead. What
 * is typed there is retargeted to the host, which therefore says that it is a text field (`data-typing`).
 */
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { Compartment, EditorState } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { useEffect, useEffectEvent, useImperativeHandle, useRef } from "react";
import type { CodeEditorProps } from "../CodeEditor";
import type { ScriptLanguage } from "../words";
import css from "./code.module.css";
import { GRAMMARS } from "./languages";
import { placeholders } from "./placeholders";
import { problemMarks, showProblems } from "./problems";
import { shadowOf } from "./shadow";
import { theme } from "./theme";

const NO_PROBLEMS: readonly never[] = [];

export default function CodeMirrorEditor(props: CodeEditorProps) {
  const { label, language, value, onChange, problems = NO_PROBLEMS, ref } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const grammar = useRef(new Compartment());
  const type = useEffectEvent(onChange);
  const start = useEffectEvent((element: HTMLElement) => {
    const root = shadowOf(element);
    const mayType = EditorView.updateListener.of((update) => {
      if (update.docChanged) type(update.state.doc.toString());
    });
    const extensions = [...setUp(label), grammar.current.of(GRAMMARS[language]), mayType];
    const state = EditorState.create({ doc: value, extensions });
    return new EditorView({ state, parent: root, root });
  });
  useEffect(() => {
    if (!host.current) return;
    const made = start(host.current);
    view.current = made;
    return () => made.destroy();
  }, []);
  useEffect(() => replace(view.current, value), [value]);
  useEffect(() => setLanguage(view.current, grammar.current, language), [language]);
  useEffect(() => {
    view.current?.dispatch({ effects: showProblems.of(problems) });
  }, [problems]);
  useImperativeHandle(ref, () => ({
    focus: () => view.current?.focus(),
    goTo: (line) => goTo(view.current, line),
  }));
  return <div ref={host} className={css.editor} data-typing="" />;
}

/**
 * Text that replaces a selection. A browser that joins lines by itself keeps their looks in style attributes, which the CSP forbids.
 */
export const replacing = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const isText = event.inputType === "insertText" && event.data !== null && !event.isComposing;
    if (!isText || view.state.selection.main.empty) return false;
    event.preventDefault();
    view.dispatch(view.state.replaceSelection(event.data ?? ""), {
      userEvent: "input.type",
      scrollIntoView: true,
    });
    return true;
  },
});

function setUp(label: string) {
  return [
    lineNumbers(),
    history(),
    drawSelection(),
    bracketMatching(),
    indentOnInput(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    keymap.of([...defaultKeymap, ...historyKeymap]),
    replacing,
    placeholders,
    problemMarks,
    theme,
    EditorView.contentAttributes.of({
      "aria-label": label,
      tabindex: "0",
      spellcheck: "false",
      dir: "ltr",
    }),
  ];
}

/** Only the part that differs, so that the cursor and what can be undone stay. */
function replace(view: EditorView | null, text: string): void {
  const before = view?.state.doc.toString();
  if (!view || before === undefined || before === text) return;
  let from = 0;
  while (from < before.length && before[from] === text[from]) from += 1;
  let left = before.length;
  let right = text.length;
  while (left > from && right > from && before[left - 1] === text[right - 1]) {
    left -= 1;
    right -= 1;
  }
  view.dispatch({ changes: { from, to: left, insert: text.slice(from, right) } });
}

function setLanguage(view: EditorView | null, place: Compartment, language: ScriptLanguage): void {
  view?.dispatch({ effects: place.reconfigure(GRAMMARS[language]) });
}

function goTo(view: EditorView | null, line: number): void {
  if (!view) return;
  const { from, to } = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
  view.dispatch({ selection: { anchor: from, head: to }, scrollIntoView: true });
  view.focus();
}
