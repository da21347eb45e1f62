/** The user's time zone and theme. */
import { type FormEvent, useRef, useState } from "react";
import { fieldErrors } from "~/api/errors";
import type { Preferences } from "~/api/preferences";
import { useFirstWrongField } from "~/lib/formErrors";
import { THEMES } from "~/lib/theme";
import { Button } from "~/ui/Button";
import { Choice, SelectField } from "~/ui/Field";
import { changesOf } from "./changes";
import { PreferencesOf } from "./PreferencesOf";
import css from "./preferences.module.css";
import { SaveRow } from "./SaveRow";
import { browserTimeZone, timeZones } from "./timeZones";
import { useSavePreferences } from "./usePreferences";

const LABELS = { time_zone: "Time zone", theme: "Theme" };

type Profile = Pick<Preferences, "time_zone" | "theme">;

export default function ProfileSettings() {
  return (
    <PreferencesOf heights={[56, 28, 32]}>
      {({ time_zone, theme }) => <Form key={`${time_zone} ${theme}`} kept={{ time_zone, theme }} />}
    </PreferencesOf>
  );
}

function Form({ kept }: { kept: Profile }) {
  const [edited, setEdited] = useState(kept);
  const form = useRef<HTMLFormElement>(null);
  const saving = useSavePreferences();
  useFirstWrongField(form, saving.error);
  const isChanged = edited.time_zone !== kept.time_zone || edited.theme !== kept.theme;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isChanged && !saving.isPending) saving.mutate(changesOf(edited, kept));
  };
  return (
    <form ref={form} className={css.form} aria-label="Profile" onSubmit={submit}>
      <ZoneField
        zone={edited.time_zone}
        error={fieldErrors(saving.error).time_zone}
        onZone={(time_zone) => setEdited({ ...edited, time_zone })}
      />
      <fieldset className={css.line}>
        <legend className={css.legend}>Theme</legend>
        {THEMES.map(({ value, label }) => (
          <Choice
            key={value}
            type="radio"
            name="profile-theme"
            label={label}
            checked={edited.theme === value}
            onChange={() => setEdited({ ...edited, theme: value })}
          />
        ))}
      </fieldset>
      <SaveRow
        isChanged={isChanged}
        isSaving={saving.isPending}
        error={saving.error}
        labels={LABELS}
      />
    </form>
  );
}

interface ZoneFieldProps {
  zone: string;
  error: string | undefined;
  onZone: (zone: string) => void;
}

function ZoneField({ zone, error, onZone }: ZoneFieldProps) {
  const here = browserTimeZone();
  return (
    <div className={css.zone}>
      <SelectField
        label="Time zone"
        value={zone}
        error={error}
        onChange={(event) => onZone(event.target.value)}
      >
        {timeZones(zone, here).map((name) => (
          <option key={name}>{name}</option>
        ))}
      </SelectField>
      {here !== zone && (
        <p className={css.hint}>
          This browser is in {here}.{" "}
          <Button look="ghost" small onClick={() => onZone(here)}>
            Use {here}
          </Button>
        </p>
      )}
    </div>
  );
}
