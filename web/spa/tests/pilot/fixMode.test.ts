import { expect, test } from "vitest";
import type { Fix } from "~/api/types";
import { activeFix, bannerFix, type FixMode, fixMode, needsOutcome } from "~/pilot/fix/fixMode";
import { makeFix, makeProposal, NOW } from "../factories";

const asks = { ai_outcome_proposal: makeProposal() };
const CONFIRMING: [Partial<Fix>, FixMode][] = [
  [{ status: "proposed", applied_at: null, ...asks }, "confirming"],
  [{ status: "proposed", applied_at: NOW, ...asks }, "confirming"],
  [{ status: "applied_pending", applied_at: NOW, ...asks }, "confirming"],
  [{ status: "applied_partial", applied_at: NOW, ...asks }, "confirming"],
  [{ status: "applied_failed", applied_at: NOW, ...asks }, "failed"],
];

const MODES: [Partial<Fix>, FixMode][] = [
  [{ status: "proposed", applied_at: null }, "proposed"],
  [{ status: "proposed", applied_at: NOW }, "verifying"],
  [{ status: "applied_pending", applied_at: NOW }, "pending"],
  [{ status: "applied_partial", applied_at: NOW }, "partial"],
  [{ status: "applied_success", applied_at: NOW }, "resolved"],
  [{ status: "applied_failed", applied_at: NOW }, "failed"],
  [{ status: "dismissed", applied_at: null }, "dismissed"],
  ...CONFIRMING,
];

test.each(MODES)("the fix %o has the mode %s", (part, mode) => {
  expect(fixMode(makeFix(part))).toBe(mode);
});

test("the newest fix that is not terminal is the active one", () => {
  const failed = makeFix({ status: "applied_failed" });
  const pending = makeFix({ status: "applied_pending" });
  const older = makeFix();
  expect(activeFix([failed, pending, older])).toBe(pending);
  expect(bannerFix([failed, pending, older])).toBe(pending);
});

test("if every fix is terminal, the banner shows the newest one's outcome", () => {
  const newest = makeFix({ status: "applied_success" });
  const older = makeFix({ status: "dismissed" });
  expect(activeFix([newest, older])).toBeNull();
  expect(bannerFix([newest, older])).toBe(newest);
});

test("a question about an older fix comes before a newer fix", () => {
  const asked = makeFix({ applied_at: NOW, ...asks });
  const newest = makeFix();
  expect(bannerFix([newest, asked])).toBe(asked);
  expect(activeFix([newest, asked])).toBe(newest);
});

test("a fix whose reminder is due comes before a newer fix", () => {
  const waiting = makeFix({ status: "applied_pending", remind_at: NOW });
  const newest = makeFix();
  const at = Date.parse(NOW);
  expect(bannerFix([newest, waiting], at)).toBe(waiting);
  expect(bannerFix([newest, waiting], at - 1)).toBe(newest);
});

test("an applied fix needs an outcome until it has a final one", () => {
  const asked = MODES.filter(([part]) => needsOutcome(makeFix(part))).map(([, mode]) => mode);
  expect(new Set(asked)).toEqual(new Set(["verifying", "pending", "partial", "confirming"]));
});
