/** Finds the session's codes in a text. The server recognises them; here they are only found again as they were written. */
import { createContext } from "react";
import type { SessionSignal } from "~/api/types";

export type SignalPiece = { text: string; signal: SessionSignal | null };

/** Splits a text at its codes; null if it has none. */
export type SignalFinder = (text: string) => SignalPiece[] | null;

/** Null where no session is shown, and until its codes are known. */
export const SignalsContext = createContext<SignalFinder | null>(null);

export function finderOf(signals: readonly SessionSignal[]): SignalFinder | null {
  const known = new Map<string, SessionSignal>();
  for (const signal of signals) {
    for (const written of signal.written) known.set(plain(written), signal);
  }
  if (known.size === 0) return null;
  const spellings = [...known.keys()].sort((one, other) => other.length - one.length);
  const source = `(?<![\\p{L}\\p{N}_])(?:${spellings.map(pattern).join("|")})(?![\\p{L}\\p{N}_])`;
  const places = new RegExp(source, "giu");
  return (text) => split(text, places, known);
}

function split(text: string, places: RegExp, known: Map<string, SessionSignal>) {
  const pieces: SignalPiece[] = [];
  let done = 0;
  for (const { 0: found, index } of text.matchAll(places)) {
    pieces.push({ text: text.slice(done, index), signal: null });
    pieces.push({ text: found, signal: known.get(plain(found)) ?? null });
    done = index + found.length;
  }
  if (done === 0) return null;
  return [...pieces, { text: text.slice(done), signal: null }].filter(({ text }) => text !== "");
}

function plain(text: string): string {
  return text.replace(/\s+/g, " ").toLowerCase();
}

/** The code with any blanks where it has a space: a text may have a line's end there. */
function pattern(written: string): string {
  return written.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&").replaceAll(" ", "\\s{1,8}");
}
