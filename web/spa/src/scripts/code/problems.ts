/** Underlines what the server's check found. The message shows on hover, and the screen lists it below the code. */
import { StateEffect, StateField, type Text } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";
import type { Problem } from "../CodeEditor";

export const showProblems = StateEffect.define<readonly Problem[]>();

export const problemMarks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    const newest = transaction.effects.find((effect) => effect.is(showProblems));
    if (newest) return marksOf(newest.value as readonly Problem[], transaction.state.doc);
    return marks.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

function marksOf(problems: readonly Problem[], text: Text): DecorationSet {
  const known = problems.filter(({ line }) => line >= 1 && line <= text.lines);
  return Decoration.set(
    known.flatMap((problem) => [lineMark(problem, text), ...wordMark(problem, text)]),
    true,
  );
}

function lineMark({ line, severity }: Problem, text: Text) {
  const shown = Decoration.line({ class: `cm-problem-line-${severity}` });
  return shown.range(text.line(line).from);
}

/** From the place to the end of its word; a problem at the end of a line marks its last word. */
function wordMark({ line, column, severity, message }: Problem, text: Text) {
  const { from, to, text: words } = text.line(line);
  const rest = words.slice(column - 1);
  const length = /^\S+/.exec(rest)?.[0].length ?? 0;
  const start = length > 0 ? from + column - 1 : from + words.trimEnd().lastIndexOf(" ") + 1;
  const end = length > 0 ? start + length : to;
  if (end <= start) return [];
  const mark = Decoration.mark({ class: `cm-problem-${severity}`, attributes: { title: message } });
  return [mark.range(start, end)];
}
