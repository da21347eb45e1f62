/**
 * Splits a person's message into typed text, fenced code, and pasted output.
 *
 * The text alone decides. Each line is scored by itself, by patterns that look only at its first characters and never backtrack, so the
 * time is linear in the length of the text. Output lines, with the few ambiguous lines between them, form one part. In doubt a line counts
 * as typed; it is then shown unchanged, only not in monospace.
 */

import { withPlainLineEnds } from "./masks";

export type Part = {
  text: string;
  /** Where the part begins in the text with plain line ends. */
  start: number;
} & ({ kind: "typed" } | { kind: "code" | "output"; info: string });

interface Line {
  text: string;
  start: number;
}

/** The number of characters of a line that are examined. */
const HEAD = 200;
/** A run of lines with this total score is pasted output. */
const ENOUGH = 3;
/** The number of lines without a sign that may separate two lines with one. */
const MAX_GAP = 4;
/** Longer "words" are data such as hexadecimal or base64. */
const MAX_WORD_LENGTH = 100;

const FENCE = /^ {0,3}(`{3,}|~{3,}(?!~))([^`]*)$/;

interface Fence {
  /** The line that opens the fence. */
  line: Line;
  mark: string;
  info: string;
  code: Line[];
}

export function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let lines: Line[] = [];
  let fence: Fence | null = null;
  for (const line of linesOf(text)) {
    const opening = openedBy(line);
    if (fence && closes(line, fence)) {
      parts.push(codeOf(fence));
      fence = null;
    } else if (fence) fence.code.push(line);
    else if (opening) {
      parts.push(...unfenced(lines));
      lines = [];
      fence = opening;
    } else lines.push(line);
  }
  // An open fence extends to the end; one with nothing after it is an ordinary line.
  if (fence && fence.code.length > 0) parts.push(codeOf(fence));
  else if (fence) lines.push(fence.line);
  return [...parts, ...unfenced(lines)];
}

function linesOf(text: string): Line[] {
  let start = 0;
  return withPlainLineEnds(text)
    .split("\n")
    .map((line) => {
      const place = { text: line, start };
      start += line.length + 1;
      return place;
    });
}

/** Successive lines as one text. */
function joined(lines: readonly Line[]): Line {
  return { text: lines.map((line) => line.text).join("\n"), start: lines[0]?.start ?? 0 };
}

function openedBy(line: Line): Fence | null {
  const [, mark, info = ""] = FENCE.exec(line.text) ?? [];
  return mark ? { line, mark, info: info.trim(), code: [] } : null;
}

function closes(line: Line, { mark }: Fence): boolean {
  const closing = openedBy(line);
  return closing?.info === "" && closing.mark.startsWith(mark);
}

function codeOf({ code, info }: Fence): Part {
  return { kind: "code", ...joined(code), info };
}

/** Splits lines into typed and pasted runs. */
function unfenced(lines: Line[]): Part[] {
  const parts: Part[] = [];
  let typedFrom = 0;
  for (const run of runsOf(lines.map((line) => scoreOf(line.text)))) {
    parts.push(...typedPart(lines.slice(typedFrom, run.from)));
    const output = joined(lines.slice(run.from, run.to));
    parts.push({ kind: "output", ...output, info: languageOf(output.text) });
    typedFrom = run.to;
  }
  parts.push(...typedPart(lines.slice(typedFrom)));
  return parts;
}

function typedPart(lines: Line[]): Part[] {
  const typed = joined(withoutBlankEnds(lines));
  return typed.text === "" ? [] : [{ kind: "typed", ...typed }];
}

function withoutBlankEnds(lines: Line[]): Line[] {
  const isText = (line: Line) => line.text.trim() !== "";
  const from = lines.findIndex(isText);
  return from < 0 ? [] : lines.slice(from, lines.findLastIndex(isText) + 1);
}

interface Run {
  from: number;
  /** The index after its last line. */
  to: number;
}

function runsOf(weights: number[]): Run[] {
  const runs: (Run & { weight: number })[] = [];
  weights.forEach((weight, index) => {
    if (weight === 0) return;
    const last = runs.at(-1);
    if (last && index - last.to <= MAX_GAP) {
      last.to = index + 1;
      last.weight += weight;
    } else runs.push({ from: index, to: index + 1, weight });
  });
  return runs.filter((run) => run.weight >= ENOUGH);
}

const TIME = String.raw`\d{1,2}:\d{2}:\d{2}`;
const DATE = String.raw`(?:\d{4}[-/.]\d{2}[-/.]\d{2}|\d{1,2}[-/.](?:\d{1,2}|[A-Za-z]{3})[-/.]\d{2,4}|[A-Z][a-z]{2} {1,2}\d{1,2})`;

/** Signs of pasted output and their scores; a score of 3 is sufficient by itself. */
const SIGNS: readonly [sign: RegExp, weight: number][] = [
  // XML: an element, or the start of one.
  [
    /^\s{0,80}<[?!/]?[A-Za-z][\w:.-]{0,60}(?:\s{1,4}[\w:.-]{1,60}\s?=\s?["'][^"']{0,120}|\s?\/?>.{0,100}<\/|\s?\?>)/,
    3,
  ],
  [/^\s{0,80}<[?!/]?[A-Za-z][\w:.-]{0,60}\s?\/?>\s{0,4}\S{0,40}\s{0,4}$/, 1],
  // JSON.
  [/^\s{0,80}[{[]\s{0,4}(?:"[^"]{1,60}"\s{0,4}:|\{)/, 3],
  [/^\s{0,80}"[^"]{1,60}"\s{0,4}:\s{0,4}["\d[{tfn-]/, 2],
  [/^\s{0,80}[{}[\]]{1,4},?\s{0,4}$/, 1],
  // Logs: a leading time, and the level.
  [new RegExp(String.raw`^\s{0,8}[[(<]?(?:<\d{1,3}>)?(?:${DATE}[T ,]{1,3})?${TIME}`), 2],
  [new RegExp(String.raw`^\s{0,8}[[(<]?${DATE}[T ]{1,3}${TIME}`), 1],
  [
    /^.{0,80}?(?:^|[\s[<|(])(?:ERROR|WARN|WARNING|INFO|DEBUG|TRACE|FATAL|CRITICAL|NOTICE|SEVERE)(?:[\s\]>|):]|$)/,
    1,
  ],
  // Stack traces.
  [/^\s{1,80}at\s\S{1,150}/, 3],
  [
    /^\s{0,80}(?:Traceback \(most recent|File "[^"]{1,150}", line \d|Caused by: |\+ (?:CategoryInfo|FullyQualifiedErrorId)|At line:\d|\+ ~{2,})/,
    3,
  ],
  [/^[\w.]{3,120}(?:Exception|Error)(?::\s|$)/, 2],
  // Shell prompts.
  [/^(?:PS )?[A-Za-z]:\\[^<>|"?*]{0,120}>/, 3],
  [/^\[?[\w.-]{1,40}@[\w.-]{1,60}[:\s][^$#]{0,80}[$#]\s/, 3],
  // Columns: a tab or several blanks within a line, rules, boxes, dot leaders, a colon set apart.
  [/^\s{0,80}\S.{0,150}?(?:\t| {3,})\S/, 2],
  [/^[\s|+]{0,20}[-=_]{3,120}(?:[\s|+]{1,10}[-=_]{2,120}){1,20}/, 3],
  [/^\s{0,20}[│┃║┌├└╔╠╚+|](?:[─━═-]{2}|.{0,150}[│┃║|]\s{0,4}$)/, 2],
  [/^\s{0,20}\S.{0,60}?(?: ?\.){4,60} ?:/, 3],
  [/^[A-Za-z][\w ()/.-]{0,40}\s:\s\S/, 1],
  // Settings files and registry exports.
  [/^\s{0,8}\[[A-Za-z][^\]]{1,100}\]\s{0,4}$/, 1],
  [/^\s{0,8}[A-Za-z][\w.-]{0,60}=\S/, 1],
  [/^\s{0,8}HKEY_[A-Z_]{4,30}\\/, 3],
  // An indented line that is not a list item.
  [/^(?: {2,80}|\t)(?![-*•–]\s|\d{1,3}[.)]\s)\S/, 1],
];

const MAIL_HEADER =
  /^(?:Received|From|To|Cc|Subject|Date|Message-ID|Return-Path|Delivered-To|MIME-Version|Content-[A-Z][a-z-]{2,30}|Authentication-Results|DKIM-Signature|Reply-To|X-[A-Za-z0-9-]{2,60}|ARC-[A-Za-z-]{3,40}):(?:\s|$)/i;

/** The score of a line; 0 for a line that a person may have typed. */
function scoreOf(line: string): number {
  const head = line.slice(0, HEAD);
  if (head.trim() === "") return 0;
  let weight = MAIL_HEADER.test(head) ? 1 : 0;
  for (const [sign, weighs] of SIGNS) if (sign.test(head)) weight += weighs;
  return isData(head) ? weight + ENOUGH : weight;
}

/** A long run without blanks that is not a web address. */
function isData(head: string): boolean {
  return head
    .split(/\s/)
    .some(
      (word) =>
        word.length > MAX_WORD_LENGTH && /^[\w+/=:.,-]+$/.test(word) && !word.startsWith("http"),
    );
}

/** The language for highlighting, or "output" for text without one. */
function languageOf(text: string): string {
  const start = text.trimStart().slice(0, HEAD);
  if (/^<[?!]?[A-Za-z]/.test(start)) return "xml";
  if (/^[{[]/.test(start) && /["\]}]\s*$/.test(text.slice(-HEAD))) return "json";
  return "output";
}
