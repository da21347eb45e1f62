/** Quiet hours: from, to, on which days, and whether an escalation to the user alone passes. */
import type { QuietHours } from "~/api/preferences";
import { Choice, TextField } from "~/ui/Field";
import type { Change } from "./NotificationSettings";
import css from "./preferences.module.css";
import { endsNextDay, WEEKDAYS } from "./words";

const USUAL: QuietHours = { from: "22:00", to: "06:00", days: [0, 1, 2, 3, 4, 5, 6] };

interface QuietHoursFieldsProps {
  hours: QuietHours | null;
  targetedPasses: boolean;
  error: string | undefined;
  onChange: Change;
}

export function QuietHoursFields(props: QuietHoursFieldsProps) {
  const { hours, targetedPasses, error, onChange } = props;
  return (
    <fieldset className={css.group}>
      <legend className={css.legend}>Quiet hours</legend>
      <Choice
        type="checkbox"
        label="Hold back mail and push during quiet hours"
        checked={hours !== null}
        onChange={(event) => onChange({ quiet_hours: event.target.checked ? USUAL : null })}
      />
      {hours && (
        <>
          <Times hours={hours} error={error} onHours={(next) => onChange({ quiet_hours: next })} />
          <Days
            days={hours.days}
            onDays={(days) => onChange({ quiet_hours: { ...hours, days } })}
          />
          <Choice
            type="checkbox"
            label="Escalations to me alone still come through"
            checked={targetedPasses}
            onChange={(event) => onChange({ targeted_passes_quiet_hours: event.target.checked })}
          />
        </>
      )}
    </fieldset>
  );
}

interface TimesProps {
  hours: QuietHours;
  error: string | undefined;
  onHours: (hours: QuietHours) => void;
}

function Times({ hours, error, onHours }: TimesProps) {
  return (
    <div className={css.line}>
      <TextField
        label="From"
        type="time"
        required
        value={hours.from}
        onChange={(event) => onHours({ ...hours, from: event.target.value })}
      />
      <TextField
        label="To"
        type="time"
        required
        value={hours.to}
        error={error}
        onChange={(event) => onHours({ ...hours, to: event.target.value })}
      />
      {endsNextDay(hours.from, hours.to) && <p className={css.hint}>They end on the next day.</p>}
    </div>
  );
}

/** At least one day stays chosen: without any, there would be no quiet hours. */
function Days({ days, onDays }: { days: number[]; onDays: (days: number[]) => void }) {
  const toggle = (day: number, isOn: boolean) => {
    const next = isOn ? [...days, day].sort() : days.filter((other) => other !== day);
    if (next.length > 0) onDays(next);
  };
  return (
    <fieldset className={css.line}>
      <legend className={css.hint}>Beginning on</legend>
      {WEEKDAYS.map((name, day) => (
        <Choice
          key={name}
          type="checkbox"
          label={name.slice(0, 3)}
          aria-label={name}
          checked={days.includes(day)}
          onChange={(event) => toggle(day, event.target.checked)}
        />
      ))}
    </fieldset>
  );
}
