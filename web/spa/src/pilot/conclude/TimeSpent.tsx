/** The time spent: the proposal and what it is based on, until the user types their own. */
import { UnitField } from "~/ui/UnitField";
import type { Conclusion } from "./useConclusion";

interface TimeSpentProps {
  conclusion: Conclusion;
  /** Minutes. */
  proposed: number | null;
  /** What the proposal is based on, in words. */
  basis: string;
  error: string | null;
}

export function TimeSpent({ conclusion, proposed, basis, error }: TimeSpentProps) {
  const { entered, enter } = conclusion;
  const shown = entered.minutes ?? (proposed === null ? "" : String(proposed));
  return (
    <UnitField
      label="Time spent"
      unit="min"
      name="minutes"
      inputMode="numeric"
      autoComplete="off"
      value={shown}
      hint={basis}
      error={error ?? undefined}
      onChange={(event) => enter({ minutes: changed(event.target.value, proposed) })}
    />
  );
}

/** The proposal, typed by hand, is no change. */
function changed(typed: string, proposed: number | null): string | null {
  return typed === (proposed === null ? "" : String(proposed)) ? null : typed;
}
