/**
 * Assembles the text of running replies from `reply_delta` events.
 *
 * Deltas are sent once and not replayed, so one may be missing, repeated or late. Their index orders them within their attempt, and a gap
 * shows as "…" until a snapshot or the saved step replaces the text. A new attempt starts the text over; late events of an earlier attempt
 * are ignored.
 */
import type { ReplyDelta } from "./events";

export type Delta = Pick<ReplyDelta, "reply_id" | "attempt" | "index" | "text"> &
  Partial<Pick<ReplyDelta, "snapshot">>;

/** The text of one attempt: the whole text up to `wholeUpTo`, and later pieces by their index. */
interface Written {
  attempt: number;
  whole: string;
  wholeUpTo: number;
  pieces: Readonly<Record<number, string>>;
}

export type ReplyTexts = Readonly<Record<string, Written>>;

export const NO_TEXTS: ReplyTexts = {};

function begun(attempt: number): Written {
  return { attempt, whole: "", wholeUpTo: -1, pieces: {} };
}

export function withDeltas(texts: ReplyTexts, deltas: readonly Delta[]): ReplyTexts {
  return deltas.reduce(withDelta, texts);
}

function withDelta(texts: ReplyTexts, delta: Delta): ReplyTexts {
  const known = texts[delta.reply_id];
  const written = known && known.attempt >= delta.attempt ? known : begun(delta.attempt);
  const isNews = delta.attempt === written.attempt && delta.index > written.wholeUpTo;
  if (!isNews) return texts;
  const next = delta.snapshot ? withSnapshot(written, delta) : withPiece(written, delta);
  return { ...texts, [delta.reply_id]: next };
}

function withSnapshot(written: Written, { index, text }: Delta): Written {
  const later = Object.entries(written.pieces).filter(([key]) => Number(key) > index);
  return joined({ ...written, whole: text, wholeUpTo: index, pieces: Object.fromEntries(later) });
}

function withPiece(written: Written, { index, text }: Delta): Written {
  if (index in written.pieces) return written;
  return joined({ ...written, pieces: { ...written.pieces, [index]: text } });
}

/** Moves the pieces that follow without a gap into `whole`, so that a long text is not reassembled for each piece. */
function joined(written: Written): Written {
  let { whole, wholeUpTo } = written;
  const pieces = { ...written.pieces };
  for (let piece = pieces[wholeUpTo + 1]; piece !== undefined; piece = pieces[wholeUpTo + 1]) {
    whole += piece;
    wholeUpTo += 1;
    delete pieces[wholeUpTo];
  }
  return { ...written, whole, wholeUpTo, pieces };
}

/** An attempt begins; the text of an earlier attempt is void. */
export function withAttempt(texts: ReplyTexts, replyId: string, attempt: number): ReplyTexts {
  const known = texts[replyId];
  return known && known.attempt < attempt ? { ...texts, [replyId]: begun(attempt) } : texts;
}

/** The received text in order, with "…" for each gap. */
export function textSoFar(written: Written | undefined): string {
  if (!written) return "";
  let expected = written.wholeUpTo + 1;
  let text = written.whole;
  for (const [key, piece] of Object.entries(written.pieces)) {
    if (Number(key) > expected) text += "… ";
    text += piece;
    expected = Number(key) + 1;
  }
  return text;
}
