import { expect, test } from "vitest";
import { age, ago } from "~/lib/time";
import { initials, plainText } from "~/lib/words";

const AT = "2025-11-02T10:00:00Z";
const after = (seconds: number) => Date.parse(AT) + seconds * 1000;

test.each([
  [59, "59 s"],
  [60, "1 min"],
  [3_599, "59 min"],
  [3_600, "1 h"],
  [86_400, "1 d"],
])("%i seconds later something is %s old", (seconds, words) => {
  expect(age(AT, after(seconds))).toBe(words);
});

test("what is too young to count, or from a clock that runs ahead, is just now", () => {
  expect(ago(AT, after(4))).toBe("just now");
  expect(ago(AT, after(-30))).toBe("just now");
  expect(ago(AT, after(240))).toBe("4 min ago");
});

test("initials come from the first and the last name", () => {
  expect([initials("Sam Keller"), initials("Ana de la Cruz"), initials("Lee")]).toEqual([
    "SK",
    "AC",
    "L",
  ]);
});

test("markdown loses its marks and keeps its words", () => {
  expect(plainText("# Cause\n\n- **stale** `token`\n\n```ps\nGet-Date\n```")).toBe(
    "Cause stale token Get-Date",
  );
});
