import { expect, test } from "vitest";
import { activeMinutes, basisOf, minutesOf } from "~/pilot/conclude/timeSpent";
import { makeStep } from "../factories";
import { makeDocumentation } from "../fakeWriteUps";

const at = (minute: number, kind: "user_message" | "system" = "user_message") =>
  makeStep({ kind, created_at: new Date(Date.UTC(2026, 0, 1, 10, minute)).toISOString() });

test("only gaps under ten minutes count, and what the system noted is no activity", () => {
  expect(activeMinutes([at(0), at(4), at(13), at(30), at(33)])).toBe(4 + 9 + 3);
  expect(activeMinutes([at(0), at(8, "system"), at(12)])).toBe(0);
  expect(activeMinutes([at(0)])).toBe(0);
});

test("the basis of the proposal is said in words", () => {
  const steps = [at(0), at(9), at(13)];
  expect(basisOf(makeDocumentation({ time_spent_minutes: 15 }), steps)).toBe(
    "13 min of activity, rounded up to 15.",
  );
  const recorded = makeDocumentation({ time_spent_minutes: 40, is_time_proposed: false });
  expect(basisOf(recorded, steps)).toBe("As it was recorded before.");
});

test.each([
  ["40", 40],
  [" 0 ", 0],
  ["10080", 10_080],
  ["10081", null],
  ["1.5", null],
  ["-3", null],
  ["an hour", null],
  ["", null],
])("%j is read as %j minutes", (typed, minutes) => {
  expect(minutesOf(typed)).toBe(minutes);
});
