/** Account settings of the copilot: what is kept from it, and how the time spent is rounded. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { type AccountSettings, changeSettings, fetchSettings } from "~/api/account";
import { keys } from "~/api/keys";
import { formErrors, useFirstWrongField } from "~/lib/formErrors";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { announce } from "~/ui/announcer";
import { Button } from "~/ui/Button";
import { ErrorState } from "~/ui/ErrorState";
import { Choice, SelectField } from "~/ui/Field";
import { Skeleton } from "~/ui/Skeleton";
import css from "./account.module.css";

/** Minutes that common PSAs bill by. */
const UNITS = [1, 5, 6, 10, 15, 30, 60];
const LABELS = { settings: "Settings" };

export function CopilotSettings() {
  const settings = useQuery({ queryKey: keys.accountSettings, queryFn: fetchSettings });
  return (
    <section id="copilot" className={css.section} aria-labelledby="copilot-title">
      <h2 id="copilot-title">Copilot and documentation</h2>
      {settings.isPending && <Skeleton heights={[32, 32, 56]} label="Loading the settings" />}
      {settings.isError && !settings.data && (
        <ErrorState
          inline
          what="The settings could not be loaded."
          error={settings.error}
          onRetry={settings.refetch}
        />
      )}
      {settings.data && <Form key={JSON.stringify(settings.data)} kept={ownOf(settings.data)} />}
    </section>
  );
}

type Own = Pick<
  AccountSettings,
  "images" | "redact_contacts" | "ask_to_templatize" | "time_unit_minutes"
>;

/** Only what this form shows, so that saving it changes nothing else. */
function ownOf(settings: AccountSettings): Own {
  const { images, redact_contacts, ask_to_templatize, time_unit_minutes } = settings;
  return { images, redact_contacts, ask_to_templatize, time_unit_minutes };
}

function Form({ kept }: { kept: Own }) {
  const [edited, setEdited] = useState(kept);
  const form = useRef<HTMLFormElement>(null);
  const saving = useSave();
  useFirstWrongField(form, saving.error);
  const isChanged = JSON.stringify(edited) !== JSON.stringify(kept);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isChanged && !saving.isPending) saving.mutate(edited);
  };
  const change = (part: Partial<Own>) => setEdited({ ...edited, ...part });
  return (
    <form ref={form} className={css.settings} aria-labelledby="copilot-title" onSubmit={submit}>
      <Choice
        type="checkbox"
        label="Engineers may attach images, and the copilot sees them"
        checked={edited.images}
        onChange={(event) => change({ images: event.target.checked })}
      />
      <Choice
        type="checkbox"
        label="Mask e-mail addresses and phone numbers for the copilot"
        checked={edited.redact_contacts}
        onChange={(event) => change({ redact_contacts: event.target.checked })}
      />
      <Choice
        type="checkbox"
        label="Ask once whether a script that helped becomes a template"
        checked={edited.ask_to_templatize}
        onChange={(event) => change({ ask_to_templatize: event.target.checked })}
      />
      <TimeUnit
        minutes={edited.time_unit_minutes}
        onMinutes={(minutes) => change({ time_unit_minutes: minutes })}
      />
      <div className={css.foot}>
        {isChanged && <span className={css.quiet}>Unsaved changes</span>}
        <Button type="submit" aria-disabled={!isChanged || saving.isPending}>
          {saving.isPending ? "Saving…" : "Save"}
        </Button>
      </div>
      {saving.error && (
        <p className={css.error}>Not saved. {formErrors(saving.error, LABELS).join(" ")}</p>
      )}
    </form>
  );
}

function TimeUnit({ minutes, onMinutes }: { minutes: number; onMinutes: (m: number) => void }) {
  const units = UNITS.includes(minutes) ? UNITS : [...UNITS, minutes].sort((a, b) => a - b);
  return (
    <SelectField
      label="Round the proposed time spent up to"
      value={minutes}
      onChange={(event) => onMinutes(Number(event.target.value))}
    >
      {units.map((unit) => (
        <option key={unit} value={unit}>
          {unit} min
        </option>
      ))}
    </SelectField>
  );
}

function useSave() {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  return useMutation({
    mutationFn: (body: Own) => sendOnce(body, (key) => changeSettings(body, key)),
    onSuccess: (settings) => {
      queries.setQueryData(keys.accountSettings, settings);
      announce("Settings saved.");
    },
  });
}
