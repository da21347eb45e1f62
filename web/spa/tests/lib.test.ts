import { expect, test } from "vitest";
import { initials, plainText, ticketTag } from "~/lib/text";
import { age, ago, durationText } from "~/lib/time";
import { shortPriority } from "~/ui/Priority";

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

test('a time under five seconds ago, or in the future, is "just now"', () => {
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

test("plainText removes Markdown marks and keeps the words", () => {
  expect(plainText("# Cause\n\n- **stale** `token`\n\n```ps\nGet-Date\n```")).toBe(
    "Cause stale token Get-Date",
  );
});

test("plainText keeps the underscores of names", () => {
  expect(plainText("**Restart** `__agent__` in C:\\_svc__old, 2 ** 3")).toBe(
    "Restart __agent__ in C:\\_svc__old, 2 ** 3",
  );
});

test("a ticket shows one #, however its number was stored", () => {
  expect([ticketTag("48210"), ticketTag("#48210")]).toEqual(["#48210", "#48210"]);
});

test.each([
  [42, "42 s"],
  [186, "3.1 min"],
  [5_760, "1.6 h"],
])("a duration of %i s reads %s", (seconds, words) => {
  expect(durationText(seconds)).toBe(words);
});

test.each([
  ["Priority 1 - Critical", "P1"],
  ["P3", "P3"],
  ["2 - High", "P2"],
  ["Critical", "P1"],
  ["Medium", "P3"],
  ["Geplant", "Ge"],
])("the priority %s is short enough for a tile", (name, short) => {
  expect(shortPriority(name)).toBe(short);
});
