/** Prepares typed text for sending. */

/** The API's limit. */
export const MAX_CHARACTERS = 32_000;

/** Removes blank lines at both ends; keeps the indent of the first line, which is part of the message. */
export function trimBlankLines(text: string): string {
  const lines = text.split("\n");
  const hasText = (line: string) => line.trim() !== "";
  return lines.slice(lines.findIndex(hasText), lines.findLastIndex(hasText) + 1).join("\n");
}

export function tooLongText(text: string): string | null {
  const over = text.trim().length - MAX_CHARACTERS;
  return over > 0 ? `${over.toLocaleString("en-GB")} characters too long.` : null;
}
