/** The fields of a case as the Conclude dialog edits them, and the body that they become. */
import type { CaseDraft, CaseText, NewCase } from "~/api/types";
import { type Edits, hasEdits, type Source, sectionOf } from "~/writeUps/edits";
import type { SectionLabel } from "~/writeUps/sections";

export type CaseField = "title" | "problem" | "cause" | "tried" | "fix" | "kind";

export interface EnteredCase {
  isWithheld: boolean;
  fields: Edits<CaseField>;
}

export const CASE_FIELDS: readonly SectionLabel<CaseField>[] = [
  { name: "title", label: "Name of the case", placeholder: "The problem in a few words" },
  { name: "problem", label: "What people noticed", placeholder: "Without names" },
  { name: "kind", label: "Kind of client", placeholder: "Trade and size, not the name" },
  { name: "cause", label: "Why it happened", placeholder: "The cause, if it is known" },
  {
    name: "tried",
    label: "What did not help",
    placeholder: "One line each: what, and what it showed",
  },
  { name: "fix", label: "What solved it", placeholder: "The fix, and how it is done" },
];

/** The API's limit for the long fields. */
export const MAX_FIELD = 2_000;
const MAX_LINE = 300;
const MAX_TITLE = 120;
const MAX_LINES = 12;

export function sourceOfCase(draft: CaseDraft | undefined): Source<CaseField> {
  const content = draft?.content;
  if (!content) return { drafted: {} };
  const { title, problem, cause, fix, client_kind, tried } = content;
  return {
    drafted: { title, problem, cause, fix, kind: client_kind ?? "", tried: tried.join("\n") },
  };
}

/**
 * What the request says about the case: null withholds it, and nothing lets the copilot's draft be kept.
 *
 * An edited case needs a name, what people noticed and what solved it.
 */
export function caseBody(
  { isWithheld, fields }: EnteredCase,
  content: CaseText | null | undefined,
): { case?: NewCase | null } {
  if (isWithheld) return { case: null };
  const edited = hasEdits(fields) ? editedCase(fields, content) : null;
  return edited ? { case: edited } : {};
}

/** Null while something is missing. */
export function editedCase(
  fields: Edits<CaseField>,
  content: CaseText | null | undefined,
): NewCase | null {
  const source = sourceOfCase(content ? ({ content } as CaseDraft) : undefined);
  const text = (name: CaseField) => sectionOf(name, source, fields).text.trim();
  const title = oneLine(text("title")).slice(0, MAX_TITLE);
  if (!title || !text("problem") || !text("fix")) return null;
  return {
    title,
    problem: text("problem"),
    fix: text("fix"),
    cause: text("cause"),
    client_kind: oneLine(text("kind")).slice(0, MAX_TITLE) || null,
    tried: linesOf(text("tried")),
    signals: content?.signals ?? [],
    verification: content?.verification ?? null,
  };
}

function linesOf(text: string): string[] {
  const lines = text.split("\n").map((line) => oneLine(line).slice(0, MAX_LINE));
  return lines.filter(Boolean).slice(0, MAX_LINES);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
