/** The parts of a session that a link can show. */
import type { SharePart } from "~/api/shares";

export const PARTS: readonly { part: SharePart; label: string }[] = [
  { part: "steps", label: "Conversation" },
  { part: "facts", label: "What we know" },
  { part: "attempts", label: "What was tried" },
  { part: "documentation", label: "Documentation" },
];

export function partNames(parts: readonly string[]): string {
  return PARTS.filter(({ part }) => parts.includes(part))
    .map(({ label }) => label)
    .join(", ");
}
