import { expect, test } from "vitest";
import type { Fix } from "~/api/types";
import { activeFix, bannerFix, type FixMode, fixMode, needsOutcome } from "~/pilot/fix/fixMode";
import { makeFix, NOW } from "../makers";

const MODES: [Partial<Fix>, FixMode][] = [
  [{ status: "proposed", applied_at: null }, "proposed"],
  [{ status: "proposed", applied_at: NOW }, "verifying"],
  [{ status: "applied_pending", applied_at: NOW }, "pending"],
  [{ status: "applied_partial", applied_at: NOW }, "partial"],
  [{ status: "applied_success", applied_at: NOW }, "resolved"],
  [{ status: "applied_failed", applied_at: NOW }, "failed"],
  [{ status: "dismissed", applied_at: null }, "dismissed"],
];

test.each(MODES)("the fix %o stands in the mode %s", (part, mode) => {
  expect(fixMode(makeFix(part))).toBe(mode);
});

test("the newest fix that is not terminal is the active one", () => {
  const failed = makeFix({ status: "applied_failed" });
  const pending = makeFix({ status: "applied_pending" });
  const older = makeFix();
  expect(activeFix([failed, pending, older])).toBe(pending);
  expect(bannerFix([failed, pending, older])).toBe(pending);
});

test("with every fix terminal the banner shows how the newest one ended", () => {
  const newest = makeFix({ status: "applied_success" });
  const older = makeFix({ status: "dismissed" });
  expect(activeFix([newest, older])).toBeNull();
  expect(bannerFix([newest, older])).toBe(newest);
});

test("a fix needs an outcome once it was applied and until it has a final one", () => {
  const asked = MODES.filter(([part]) => needsOutcome(makeFix(part))).map(([, mode]) => mode);
  expect(asked).toEqual(["verifying", "pending", "partial"]);
});
