import { expect, test } from "vitest";
import { outcomeStep } from "~/pilot/fix/fixText";
import { makeFix, makeStep } from "../factories";

test("an undone outcome is not the current one", () => {
  const fix = makeFix({ status: "applied_partial" });
  const of = (kind: string, more = {}) =>
    makeStep({ kind: "action", data: { kind, fix_id: fix.id, ...more } });
  const partial = of("fix_outcome");
  const failed = of("fix_outcome");
  const takenBack = of("fix_outcome_taken_back", { outcome_step_id: failed.id });
  expect(outcomeStep(fix, [partial, failed])).toBe(failed);
  expect(outcomeStep(fix, [partial, failed, takenBack])).toBe(partial);
});
