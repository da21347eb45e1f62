import { expect, test } from "vitest";
import { NO_TEXTS, textSoFar, withDeltas, without } from "~/pilot/reply/replyTexts";

function delta(index: number, text: string, reply_id = "r1") {
  return { reply_id, index, text };
}

test("deltas stand in the order of their index, however they arrive", () => {
  const texts = withDeltas(NO_TEXTS, [delta(1, "sign-in "), delta(0, "The "), delta(2, "logs")]);
  expect(textSoFar(texts.r1)).toBe("The sign-in logs");
});

test("a delta that arrives twice counts once", () => {
  const texts = withDeltas(NO_TEXTS, [delta(0, "The "), delta(0, "The "), delta(1, "logs")]);
  expect(textSoFar(texts.r1)).toBe("The logs");
});

test("a missing delta shows as a gap, and closes when it comes late", () => {
  const gap = withDeltas(NO_TEXTS, [delta(0, "The "), delta(2, "logs")]);
  expect(textSoFar(gap.r1)).toBe("The … logs");
  expect(textSoFar(withDeltas(gap, [delta(1, "sign-in ")]).r1)).toBe("The sign-in logs");
});

test("who joins in the middle sees that the beginning is missing", () => {
  const texts = withDeltas(NO_TEXTS, [delta(7, "and so on.")]);
  expect(textSoFar(texts.r1)).toBe("… and so on.");
});

test("the saved step replaces the text of its reply alone", () => {
  const texts = withDeltas(NO_TEXTS, [delta(0, "one"), delta(0, "two", "r2")]);
  expect(Object.keys(without(texts, new Set(["r1"])))).toEqual(["r2"]);
});
