/** The refs in a reply's text, such as [C1], that lead somewhere. The server has taken out those that do not. */
import { createContext } from "react";
import type { Citation } from "~/api/types";

/** Empty for a text that cites nothing. */
export const CitationsContext = createContext<readonly Citation[]>([]);

export type CitedPiece = { text: string; citation: Citation | null };

const REF = /\[([CGSKFAT]\d{1,4})\]/g;

/** Splits a text at its citations; null if it has none. */
export function citedPieces(text: string, citations: readonly Citation[]): CitedPiece[] | null {
  if (citations.length === 0) return null;
  const known = new Map(citations.map((citation) => [citation.ref, citation]));
  const pieces: CitedPiece[] = [];
  let done = 0;
  for (const { 0: found, 1: ref = "", index } of text.matchAll(REF)) {
    const citation = known.get(ref);
    if (!citation) continue;
    pieces.push({ text: text.slice(done, index), citation: null }, { text: found, citation });
    done = index + found.length;
  }
  if (done === 0) return null;
  return [...pieces, { text: text.slice(done), citation: null }].filter((one) => one.text !== "");
}
