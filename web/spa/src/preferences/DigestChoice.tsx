/** Whether messages come one by one or as a digest. */
import type { Preferences } from "~/api/preferences";
import { Choice, TextField } from "~/ui/Field";
import type { Change } from "./NotificationSettings";
import css from "./preferences.module.css";

const DIGESTS: readonly { value: Preferences["digest"]; label: string }[] = [
  { value: "off", label: "At once, one by one" },
  { value: "hourly", label: "Every hour, as one digest" },
  { value: "daily", label: "Once a day, as one digest" },
];

interface DigestChoiceProps {
  digest: Preferences["digest"];
  at: string;
  onChange: Change;
}

export function DigestChoice({ digest, at, onChange }: DigestChoiceProps) {
  return (
    <fieldset className={css.group}>
      <legend className={css.legend}>Mail and push come</legend>
      <div className={css.line}>
        {DIGESTS.map(({ value, label }) => (
          <Choice
            key={value}
            type="radio"
            name="digest"
            label={label}
            checked={digest === value}
            onChange={() => onChange({ digest: value })}
          />
        ))}
      </div>
      {digest === "daily" && (
        <div className={css.line}>
          <TextField
            label="Time of the digest"
            type="time"
            required
            value={at}
            onChange={(event) => onChange({ digest_at: event.target.value })}
          />
        </div>
      )}
      <p className={css.hint}>
        An escalation to you alone never waits for a digest. What is picked up meanwhile is not in
        it.
      </p>
    </fieldset>
  );
}
