import { expect, test } from "vitest";
import { NO_TEXTS, textSoFar, withAttempt, withDeltas } from "~/live/replyTexts";

function delta(index: number, text: string, reply_id = "r1") {
  return { reply_id, attempt: 1, index, text };
}

function snapshot(index: number, text: string, attempt = 1) {
  return { ...delta(index, text), attempt, snapshot: true };
}

test("deltas are ordered by their index, however they arrive", () => {
  const texts = withDeltas(NO_TEXTS, [delta(1, "sign-in "), delta(0, "The "), delta(2, "logs")]);
  expect(textSoFar(texts.r1)).toBe("The sign-in logs");
});

test("a delta that arrives twice counts once", () => {
  const texts = withDeltas(NO_TEXTS, [delta(0, "The "), delta(0, "The "), delta(1, "logs")]);
  expect(textSoFar(texts.r1)).toBe("The logs");
});

test("a missing delta shows as a gap, which closes when it arrives late", () => {
  const gap = withDeltas(NO_TEXTS, [delta(0, "The "), delta(2, "logs")]);
  expect(textSoFar(gap.r1)).toBe("The … logs");
  expect(textSoFar(withDeltas(gap, [delta(1, "sign-in ")]).r1)).toBe("The sign-in logs");
});

test("a reader who joins in the middle sees that the beginning is missing", () => {
  const texts = withDeltas(NO_TEXTS, [delta(7, "and so on.")]);
  expect(textSoFar(texts.r1)).toBe("… and so on.");
});

test("a new attempt replaces the previous text, and late deltas of the old one are ignored", () => {
  const first = withDeltas(NO_TEXTS, [delta(0, "Restart the router, "), delta(1, "then the ")]);
  const second = withDeltas(first, [
    { ...delta(0, "Do not restart anything; "), attempt: 2 },
    delta(2, "vendor"),
    { ...delta(1, "call the vendor"), attempt: 2 },
  ]);
  expect(textSoFar(second.r1)).toBe("Do not restart anything; call the vendor");
});

test("a new attempt clears the text before its first word", () => {
  const texts = withDeltas(NO_TEXTS, [delta(0, "Restart the router")]);
  expect(textSoFar(withAttempt(texts, "r1", 2).r1)).toBe("");
  expect(withAttempt(texts, "r1", 1)).toBe(texts);
});

test("a snapshot replaces all text up to its index without losing or doubling a word, in any order", () => {
  const sent = [
    delta(0, "The "),
    delta(1, "sign-in "),
    snapshot(2, "The sign-in logs "),
    delta(3, "show "),
    delta(4, "nothing."),
  ];
  const orders = [sent, sent.toReversed(), sent.slice(2), [...sent.slice(3), ...sent.slice(0, 3)]];
  for (const order of orders) {
    expect(textSoFar(withDeltas(NO_TEXTS, order).r1)).toBe("The sign-in logs show nothing.");
  }
});

test("a snapshot of an earlier attempt changes nothing", () => {
  const texts = withDeltas(NO_TEXTS, [{ ...delta(0, "Call the vendor"), attempt: 2 }]);
  expect(withDeltas(texts, [snapshot(9, "Restart the router", 1)])).toBe(texts);
});
