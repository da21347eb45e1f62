/** When to be reminded of a fix that waits: never, at one of the usual times, or at another one. */
import { useState } from "react";
import { classes } from "~/lib/classes";
import { clockTime, useNow } from "~/lib/time";
import { QuietSelect } from "~/ui/Field";
import field from "~/ui/field.module.css";
import css from "./fix.module.css";
import { fromLocalInput, type Reminder, reminderChoices, toLocalInput } from "./reminder";

const KEEP = "keep";
const NONE = "none";
const OTHER = "other";

interface ReminderFieldProps {
  /** The reminder that the fix has. */
  current: string | null;
  onChoose: (reminder: Reminder) => void;
}

export default function ReminderField({ current, onChoose }: ReminderFieldProps) {
  const [now] = useState(useNow());
  const [choices] = useState(() => reminderChoices(now));
  const [chosen, setChosen] = useState(current ? KEEP : NONE);
  const choose = (value: string) => {
    setChosen(value);
    onChoose(reminderOf(value));
  };
  return (
    <>
      <QuietSelect
        aria-label="Reminder"
        className={css.reminder}
        value={chosen}
        onChange={(event) => choose(event.target.value)}
      >
        {current && <option value={KEEP}>Reminder {clockTime(current, now)}</option>}
        <option value={NONE}>No reminder</option>
        {choices.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
        <option value={OTHER}>Another time…</option>
      </QuietSelect>
      {chosen === OTHER && <OtherTime now={now} onChoose={onChoose} />}
    </>
  );
}

function reminderOf(value: string): Reminder {
  if (value === KEEP) return undefined;
  if (value === OTHER) return "";
  return value === NONE ? null : value;
}

function OtherTime({ now, onChoose }: { now: number; onChoose: (reminder: Reminder) => void }) {
  const [text, setText] = useState("");
  return (
    <input
      type="datetime-local"
      aria-label="Remind me at"
      className={classes(field.input, css.when)}
      required
      min={toLocalInput(now)}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        onChoose(fromLocalInput(event.target.value) ?? "");
      }}
    />
  );
}
