/** Account settings of what people are told: when an escalation counts as waiting too long, and the account's time zone. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { type AccountSettings, changeSettings, fetchSettings } from "~/api/account";
import { keys } from "~/api/keys";
import { useFirstWrongField } from "~/lib/formErrors";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { announce } from "~/ui/announcer";
import { ErrorState } from "~/ui/ErrorState";
import { SelectField } from "~/ui/Field";
import { Skeleton } from "~/ui/Skeleton";
import css from "./preferences.module.css";
import { SaveRow } from "./SaveRow";
import { browserTimeZone, timeZones } from "./timeZones";

const MINUTES = [5, 10, 15, 20, 30, 45, 60, 120, 240];
const LABELS = { settings: "Settings" };

type Own = Pick<AccountSettings, "escalation_waiting_minutes" | "time_zone">;

export default function EscalationSettings() {
  const settings = useQuery({ queryKey: keys.accountSettings, queryFn: fetchSettings });
  if (settings.isPending) return <Skeleton heights={[56, 56]} label="Loading the settings" />;
  if (!settings.data)
    return (
      <ErrorState
        inline
        what="The settings could not be loaded."
        error={settings.error}
        onRetry={settings.refetch}
      />
    );
  const { escalation_waiting_minutes, time_zone } = settings.data;
  const kept = { escalation_waiting_minutes, time_zone };
  return <Form key={JSON.stringify(kept)} kept={kept} />;
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
  return (
    <form ref={form} className={css.form} aria-label="Escalations" onSubmit={submit}>
      <SelectField
        label="Tell the team again if nobody picks up for"
        value={edited.escalation_waiting_minutes}
        onChange={({ target }) =>
          setEdited({ ...edited, escalation_waiting_minutes: Number(target.value) })
        }
      >
        {choicesWith(kept.escalation_waiting_minutes).map((minutes) => (
          <option key={minutes} value={minutes}>
            {minutes} min
          </option>
        ))}
      </SelectField>
      <SelectField
        label="Time zone of the account"
        hint="For people who have not chosen their own, and for the days in analytics."
        value={edited.time_zone}
        onChange={({ target }) => setEdited({ ...edited, time_zone: target.value })}
      >
        {timeZones(kept.time_zone, browserTimeZone()).map((name) => (
          <option key={name}>{name}</option>
        ))}
      </SelectField>
      <SaveRow
        isChanged={isChanged}
        isSaving={saving.isPending}
        error={saving.error}
        labels={LABELS}
      />
    </form>
  );
}

function choicesWith(minutes: number): number[] {
  return [...new Set([...MINUTES, minutes])].sort((a, b) => a - b);
}

function useSave() {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  return useMutation({
    mutationFn: (body: Own) => sendOnce(body, (key) => changeSettings(body, key)),
    onSuccess: (settings) => {
      queries.setQueryData(keys.accountSettings, settings);
      announce("Settings saved.");
      // Whoever has not chosen a time zone has that of the account.
      return queries.invalidateQueries({ queryKey: keys.preferences });
    },
  });
}
