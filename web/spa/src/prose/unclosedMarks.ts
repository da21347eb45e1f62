/** Handles the end of a text that is still being written: an unclosed mark is completed or held back, so that no raw mark is shown. */
import remend from "remend";
import type { Block } from "./markdown";

const OPTIONS = {
  comparisonOperators: false,
  htmlTags: false,
  katex: false,
  linkMode: "text-only",
  singleTilde: false,
} as const;

const LAST_LINE = /[^\n]*$/;
/** A line of marks only, or the start of a definition. The next characters show what it is. */
const BARE_MARKS =
  /^[\s>]*(?:[-*+=_#|:`~\s]+|(?:[-*+]\s+)?\[[ x]?\]?|\d{1,9}[.)]?|\[[\w^ -]{0,20}\]?:?)$/i;
/** Characters at the very end that may begin a mark. */
const TRAILING_MARKS = /(?:[*_~`[\\]|!\[?)+$/;
const OPEN_IMAGE = /!\[[^\]\n]*(?:\]\([^)\n]*)?$/;
/** Text in brackets, whose target may still follow. */
const OPEN_REFERENCE = /\[([^[\]\n]+)\](?:\[[^\]\n]*\]?)?$/;
/** The header of a table, with its incomplete second line. */
const OPEN_TABLE = /(?:^|\n)[ \t]*\|[^\n]*(?:\n[ \t]*\|[-:| \t]*)?$/;
const OPEN_FENCE = /^\s*[`~]{3,}[^\n]*$/;
const CLOSING_MARKS = /(?:^|\n)[ \t]*[`~]+$/;

/** The part of the last block that can be shown, as Markdown. */
export function shownSource({ kind, source }: Block): string {
  if (kind === "code") return OPEN_FENCE.test(source) ? "" : source.replace(CLOSING_MARKS, "");
  const text = kind === "paragraph" ? source.replace(OPEN_TABLE, "") : source;
  const lines = text.replace(LAST_LINE, (line) => (BARE_MARKS.test(line) ? "" : line)).trimEnd();
  const whole = lines.replace(OPEN_IMAGE, "").replace(OPEN_REFERENCE, "$1");
  return remend(whole.replace(TRAILING_MARKS, ""), OPTIONS);
}
