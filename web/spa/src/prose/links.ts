/** Where a link leads, and whether its text says so. */

const SAFE = /^(https?:\/\/|mailto:)/i;

export function isSafe(address: string): boolean {
  return SAFE.test(address);
}

/** What may follow the host. Any other character, visible or not, makes it look like another name. */
const ENDS_HOST = /^(?:$|[/?#])/;

/** The host or mail address to show after a link; empty if the link's text begins with exactly that. */
export function hostAfter(address: string, words: string): string {
  const host = hostOf(address);
  const said = words.replace(/^(https?:\/\/|mailto:)/i, "").toLowerCase();
  return said.startsWith(host) && ENDS_HOST.test(said.slice(host.length)) ? "" : host;
}

function hostOf(address: string): string {
  try {
    const url = new URL(address);
    return url.protocol === "mailto:" ? url.pathname.toLowerCase() : url.host;
  } catch {
    return address;
  }
}

export type Piece = { kind: "text"; text: string } | { kind: "link"; address: string };

/** Longer addresses are data, not links. */
const MAX_ADDRESS_LENGTH = 2_000;
const ADDRESS = /https?:\/\/[^\s<>"'`]+/gi;
const CLOSERS: Record<string, string> = { ")": "(", "]": "[", "}": "{" };

/** Splits a text at its web addresses; a full stop or bracket after one belongs to the sentence. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const found of text.matchAll(ADDRESS)) {
    if (found[0].length > MAX_ADDRESS_LENGTH) continue;
    const address = withoutPunctuation(found[0]);
    if (!isAddress(address)) continue;
    pieces.push({ kind: "text", text: text.slice(done, found.index) }, { kind: "link", address });
    done = found.index + address.length;
  }
  pieces.push({ kind: "text", text: text.slice(done) });
  return pieces.filter((piece) => piece.kind === "link" || piece.text !== "");
}

function withoutPunctuation(found: string): string {
  const counts = bracketsIn(found);
  const count = (bracket: string) => counts.get(bracket) ?? 0;
  let end = found.length;
  for (; end > 0; end -= 1) {
    const last = found.charAt(end - 1);
    const opener = CLOSERS[last];
    if (opener ? count(last) <= count(opener) : !".,;:!?*_".includes(last)) break;
    counts.set(last, count(last) - 1);
  }
  return found.slice(0, end);
}

/** Counted once, so that an address made of brackets is not scanned again for each of them. */
function bracketsIn(address: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const bracket of address.match(/[()[\]{}]/g) ?? [])
    counts.set(bracket, (counts.get(bracket) ?? 0) + 1);
  return counts;
}

function isAddress(address: string): boolean {
  try {
    return new URL(address).host !== "";
  } catch {
    return false;
  }
}
