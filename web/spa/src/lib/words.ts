/** Small matters of wording. */
import type { AiSession, Person } from "~/api/types";

/** How the built-in assistant is labelled wherever it speaks. */
export const DEMO_AI = "Demo AI";

export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** Two letters for a name: "Sam Keller" gives SK. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => word?.charAt(0).toUpperCase() ?? "").join("");
}

/** One line for what a session is about. */
export function headline(aiSession: Pick<AiSession, "title" | "problem_summary" | "problem">) {
  const text = aiSession.title || aiSession.problem_summary || aiSession.problem;
  return text.replace(/\s+/g, " ").trim();
}

export function isWaiting(aiSession: Pick<AiSession, "status">): boolean {
  return aiSession.status === "escalated" || aiSession.status === "requesting_escalation";
}

export function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

export function nameOf(person: Person | null | undefined): string {
  return person?.name ?? "Somebody";
}

/** Markdown without its marks, for where there is room for a line or two. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/^```.*$/gm, "")
    .replace(/^\s*(#+|>|[-*]|\d+\.)\s+/gm, "")
    .replace(/\*\*|__|`/g, "")
    .replace(/\s+/g, " ")
    .trim();
}
