/** The places of a message that are masked before the copilot reads it, and where they are in the text on the screen. */
import { createContext } from "react";
import type { Redaction } from "~/api/types";

/** A masked place, in UTF-16 units of the text with plain line ends, as the screen shows it. */
export interface Mask {
  redaction: Redaction;
  from: number;
  to: number;
}

/** Lets the copilot read one place; null if the reader may not decide that. */
export const ReleaseContext = createContext<((redaction: Redaction) => Promise<void>) | null>(null);

export function withPlainLineEnds(text: string): string {
  return text.replace(/\r\n?/g, "\n");
}

/** The server counts code points of the stored text; JavaScript counts UTF-16 units, and the screen shows "\r\n" as one line end. */
export function masksIn(text: string, redactions: readonly Redaction[]): Mask[] {
  if (redactions.length === 0) return [];
  const units = shownUnits(text, new Set(redactions.flatMap(({ start, end }) => [start, end])));
  return redactions.map((redaction) => ({
    redaction,
    from: units.get(redaction.start) ?? 0,
    to: units.get(redaction.end) ?? 0,
  }));
}

/** Where each of these code points is on the screen. */
function shownUnits(text: string, wanted: ReadonlySet<number>): Map<number, number> {
  const found = new Map<number, number>();
  let point = 0;
  let unit = 0;
  for (let index = 0; index <= text.length; point += 1) {
    if (wanted.has(point)) found.set(point, unit);
    const width = (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
    const isJoined = text[index] === "\r" && text[index + 1] === "\n";
    unit += isJoined ? 0 : width;
    index += width;
  }
  return found;
}

export type MaskedPiece = { text: string; mask: Mask | null };

/** Splits a part of a message, which begins at `start`, at the masks that lie in it. */
export function splitAtMasks(text: string, start: number, masks: readonly Mask[]): MaskedPiece[] {
  const pieces: MaskedPiece[] = [];
  let done = 0;
  for (const mask of masks) {
    const from = Math.max(mask.from - start, done);
    const to = Math.min(mask.to - start, text.length);
    if (from >= to) continue;
    pieces.push({ text: text.slice(done, from), mask: null }, { text: text.slice(from, to), mask });
    done = to;
  }
  pieces.push({ text: text.slice(done), mask: null });
  return pieces.filter((piece) => piece.text !== "");
}

export function hasMasks(text: string, start: number, masks: readonly Mask[]): boolean {
  return masks.some((mask) => mask.from < start + text.length && mask.to > start);
}
