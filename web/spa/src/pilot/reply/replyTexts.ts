/**
 * The text of replies that are still being written, put together from `reply_delta` events.
 *
 * Deltas are sent once and not replayed: one may be missing, repeated or late. Their index puts them in order, a hole shows as "…", and the
 * saved step that comes with `reply_finished` heals everything.
 */

export interface Delta {
  reply_id: string;
  index: number;
  text: string;
}

type Chunks = Readonly<Record<number, string>>;
export type ReplyTexts = Readonly<Record<string, Chunks>>;

export const NO_TEXTS: ReplyTexts = {};

export function withDeltas(texts: ReplyTexts, deltas: readonly Delta[]): ReplyTexts {
  return deltas.reduce(withDelta, texts);
}

function withDelta(texts: ReplyTexts, { reply_id, index, text }: Delta): ReplyTexts {
  const chunks = texts[reply_id] ?? {};
  return index in chunks ? texts : { ...texts, [reply_id]: { ...chunks, [index]: text } };
}

/** Drops the texts of replies whose step is saved. */
export function without(texts: ReplyTexts, saved: ReadonlySet<string>): ReplyTexts {
  const left = Object.entries(texts).filter(([id]) => !saved.has(id));
  return left.length === Object.keys(texts).length ? texts : Object.fromEntries(left);
}

/** What has arrived, in order; "…" stands where something is missing. */
export function textSoFar(chunks: Chunks | undefined): string {
  if (!chunks) return "";
  const indexes = Object.keys(chunks)
    .map(Number)
    .sort((a, b) => a - b);
  let expected = 0;
  let text = "";
  for (const index of indexes) {
    if (index > expected) text += "… ";
    text += chunks[index];
    expected = index + 1;
  }
  return text;
}
