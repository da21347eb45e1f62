/** What the user is told, by which channel and when, and what would reach them now. */
import { type FormEvent, useRef, useState } from "react";
import { fieldErrors } from "~/api/errors";
import type { Preferences } from "~/api/preferences";
import { useFirstWrongField } from "~/lib/formErrors";
import PushSwitch from "~/push/PushSwitch";
import { changesOf } from "./changes";
import { DigestChoice } from "./DigestChoice";
import { EventTable } from "./EventTable";
import { PreferencesOf } from "./PreferencesOf";
import css from "./preferences.module.css";
import { QuietHoursFields } from "./QuietHoursFields";
import { ReachCard } from "./ReachCard";
import { SaveRow } from "./SaveRow";
import { useSavePreferences } from "./usePreferences";

const LABELS = {
  events: "Events",
  quiet_hours: "Quiet hours",
  digest: "Digest",
  digest_at: "Time of the digest",
};

const NAMES = [
  "events",
  "quiet_hours",
  "targeted_passes_quiet_hours",
  "digest",
  "digest_at",
] as const;

export type Notifications = Pick<Preferences, (typeof NAMES)[number]>;
export type Change = (part: Partial<Notifications>) => void;

export default function NotificationSettings() {
  return (
    <>
      <ReachCard />
      <PushSwitch />
      <PreferencesOf heights={[320, 96, 64]}>
        {(preferences) => {
          const kept = notificationsOf(preferences);
          return <Form key={JSON.stringify(kept)} kept={kept} />;
        }}
      </PreferencesOf>
    </>
  );
}

function notificationsOf(preferences: Preferences): Notifications {
  return Object.fromEntries(NAMES.map((name) => [name, preferences[name]])) as Notifications;
}

function Form({ kept }: { kept: Notifications }) {
  const [edited, setEdited] = useState(kept);
  const form = useRef<HTMLFormElement>(null);
  const saving = useSavePreferences();
  useFirstWrongField(form, saving.error);
  const isChanged = JSON.stringify(edited) !== JSON.stringify(kept);
  const change: Change = (part) => setEdited({ ...edited, ...part });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isChanged && !saving.isPending) saving.mutate(changesOf(edited, kept));
  };
  return (
    <form ref={form} className={css.wide} aria-label="Notifications" onSubmit={submit}>
      <EventTable events={edited.events} onEvents={(events) => change({ events })} />
      <QuietHoursFields
        hours={edited.quiet_hours}
        targetedPasses={edited.targeted_passes_quiet_hours}
        error={fieldErrors(saving.error).quiet_hours}
        onChange={change}
      />
      <DigestChoice digest={edited.digest} at={edited.digest_at} onChange={change} />
      <SaveRow
        isChanged={isChanged}
        isSaving={saving.isPending}
        error={saving.error}
        labels={LABELS}
      />
    </form>
  );
}
