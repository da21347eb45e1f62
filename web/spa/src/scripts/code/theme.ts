/** The editor in the app's tokens, so that it follows the theme. */
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colours = HighlightStyle.define([
  { tag: tags.comment, color: "var(--muted)", fontStyle: "italic" },
  { tag: [tags.keyword, tags.attributeName, tags.labelName], color: "var(--plum)" },
  { tag: tags.string, color: "var(--ok)" },
  { tag: [tags.number, tags.bool], color: "var(--warn)" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--info)" },
  { tag: tags.standard(tags.variableName), color: "var(--accent)" },
  { tag: tags.definition(tags.variableName), color: "var(--info)" },
]);

const looks = EditorView.theme({
  "&": {
    color: "var(--text)",
    backgroundColor: "var(--panel)",
    fontSize: "var(--code-size, 0.8125rem)",
  },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": {
    fontFamily: "var(--code)",
    lineHeight: "1.25rem",
    letterSpacing: "0",
    maxHeight: "60vh",
    minHeight: "var(--code-least, 180px)",
    scrollbarColor: "var(--ctl) transparent",
    scrollbarWidth: "thin",
  },
  ".cm-content": { padding: "10px 0 12px", caretColor: "var(--text)" },
  ".cm-line": { padding: "0 12px 0 8px" },
  ".cm-gutters": { border: "0", backgroundColor: "var(--panel)", color: "var(--muted)" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "32px", padding: "0 4px 0 8px" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine": { backgroundColor: "var(--hover)" },
  "&.cm-focused .cm-activeLineGutter": { backgroundColor: "var(--hover)", color: "var(--text)" },
  ".cm-selectionBackground, &.cm-focused .cm-selectionBackground, ::selection": {
    backgroundColor: "var(--accent-soft) !important",
  },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  ".cm-placeholder-of-value": {
    borderRadius: "3px",
    backgroundColor: "var(--warn-soft)",
  },
  ".cm-placeholder-of-value, .cm-placeholder-of-value *": { color: "var(--warn)" },
  ".cm-problem-error, .cm-problem-warning": {
    textDecoration: "underline wavy 1px",
    textUnderlineOffset: "3px",
    textDecorationSkipInk: "none",
  },
  ".cm-problem-error": { textDecorationColor: "var(--danger)" },
  ".cm-problem-warning": { textDecorationColor: "var(--warn)" },
  ".cm-problem-line-error": { boxShadow: "inset 2px 0 var(--danger)" },
  ".cm-problem-line-warning": { boxShadow: "inset 2px 0 var(--warn)" },
  // Of a comparison.
  ".cm-changedLine": { backgroundColor: "var(--hover)" },
  ".cm-mergeSpacer": { backgroundColor: "var(--sunk)" },
});

export const theme = [looks, syntaxHighlighting(colours)];
