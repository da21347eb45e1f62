/** Asks once how the engineer knows that the problem is solved. Nothing is chosen in advance. */
import { useId } from "react";
import type { VerifiedBy } from "~/api/types";
import { serverNow } from "~/lib/serverTime";
import { localInputValue } from "~/lib/time";
import { Choice, TextField } from "~/ui/Field";
import dialogs from "../dialogs/dialogs.module.css";
import css from "./conclude.module.css";
import type { Conclusion } from "./useConclusion";

const ANSWERS: readonly { value: VerifiedBy; label: string }[] = [
  { value: "tested", label: "I tested it myself" },
  { value: "client", label: "The user confirmed" },
  { value: "watched", label: "Watched until …" },
  { value: "none", label: "Not verified yet" },
];

const DAY_MS = 24 * 3_600_000;

interface HowDoYouKnowProps {
  conclusion: Conclusion;
  error: string | null;
}

export function HowDoYouKnow({ conclusion: { entered, enter }, error }: HowDoYouKnowProps) {
  const id = useId();
  const { verifiedBy, watchUntil } = entered;
  const choose = (value: VerifiedBy) => {
    const tomorrow = localInputValue(serverNow() + DAY_MS);
    enter({ verifiedBy: value, watchUntil: watchUntil || (value === "watched" ? tomorrow : "") });
  };
  const isMissing = error !== null && verifiedBy === null;
  return (
    <fieldset className={dialogs.choices} aria-describedby={isMissing ? id : undefined}>
      <legend className={dialogs.legend}>How do you know?</legend>
      {ANSWERS.map(({ value, label }) => (
        <Choice
          key={value}
          type="radio"
          name="verifiedBy"
          label={label}
          checked={verifiedBy === value}
          onChange={() => choose(value)}
        />
      ))}
      {verifiedBy === "watched" && (
        <TextField
          label="Watched until"
          type="datetime-local"
          name="watchUntil"
          value={watchUntil}
          error={error ?? undefined}
          onChange={(event) => enter({ watchUntil: event.target.value })}
        />
      )}
      {isMissing && (
        <p id={id} className={css.missing}>
          {error}
        </p>
      )}
    </fieldset>
  );
}
