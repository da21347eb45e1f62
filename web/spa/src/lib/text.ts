/** Small text helpers. */
import type { AiSession, Person } from "~/api/types";

/** The label of the built-in assistant. */
export const DEMO_AI = "Demo AI";

export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** "212 kB", "1.4 MB". */
export function sizeText(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1_000))} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** "SK" for "Sam Keller". */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => word?.charAt(0).toUpperCase() ?? "").join("");
}

/** One line that says what a session is about. */
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

/** "Priya" for "Priya Nair". */
export function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? name;
}

/** "Error code: event 8194" for "error_code: event 8194". */
export function factText(fact: string): string {
  return fact.replace(/^[a-z_]+(?=: )/, (kind) => kindText(kind));
}

/** "Error code" for `error_code`. */
export function kindText(kind: string): string {
  return capitalised(kind.replaceAll("_", " "));
}

export function nameOf(person: Person | null | undefined): string {
  return person?.name ?? "Somebody";
}

/**
 * Markdown without its marks, for places with room for a line or two. Underscores stay, because in technical text they are part of names.
 */
export function plainText(markdown: string): string {
  return markdown
    .replace(/^```.*$/gm, "")
    .replace(/^\s*(#+|>|[-*]|\d+\.)\s+/gm, "")
    .replace(/`+/g, "")
    .replace(/\*\*(\S|\S.*?\S)\*\*/g, "$1")
    .replace(/\s+/g, " ")
    .trim();
}

/** "Contoso · #48210", or the part of it that exists. */
export function clientAndTicket(aiSession: Pick<AiSession, "client_name" | "psa_ticket_id">) {
  const { client_name, psa_ticket_id } = aiSession;
  return [client_name, psa_ticket_id && ticketTag(psa_ticket_id)].filter(Boolean).join(" · ");
}

/** "#48210", also for a number that was stored with its "#". */
export function ticketTag(number: string): string {
  return `#${number.replace(/^#+/, "")}`;
}
