/** The fields of the channel dialog. */
import type { RefObject } from "react";
import type { ChannelDraft, ChannelEvent, ChannelKind } from "~/api/channels";
import { Choice, SelectField, TextField } from "~/ui/Field";
import css from "./channels.module.css";
import { EVENT_NAMES, eventText, KINDS } from "./words";

interface ChannelFieldProps {
  draft: ChannelDraft;
  /** The message of each wrong field. */
  wrong: Readonly<Record<string, string>>;
  onChange: (part: Partial<ChannelDraft>) => void;
}

/** The kind of a channel cannot change, because its address and its messages depend on it. */
export function KindField({ draft, wrong, onChange }: ChannelFieldProps) {
  return (
    <SelectField
      label="Kind"
      value={draft.kind}
      error={wrong.kind}
      onChange={(event) => onChange({ kind: event.target.value as ChannelKind })}
    >
      {Object.entries(KINDS).map(([kind, { name }]) => (
        <option key={kind} value={kind}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}

type NameFieldProps = ChannelFieldProps & { ref: RefObject<HTMLInputElement | null> };

export function NameField({ ref, draft, wrong, onChange }: NameFieldProps) {
  return (
    <TextField
      ref={ref}
      label="Name"
      autoComplete="off"
      placeholder="Service desk"
      value={draft.name}
      error={wrong.name}
      onChange={(event) => onChange({ name: event.target.value })}
    />
  );
}

interface AddressFieldProps extends ChannelFieldProps {
  /** What can be shown of the address in use; null for a new channel. */
  kept: string | null;
}

export function AddressField({ kept, draft, wrong, onChange }: AddressFieldProps) {
  const { address, hint } = KINDS[draft.kind];
  return (
    <TextField
      label="Address"
      type="url"
      inputMode="url"
      autoComplete="off"
      spellCheck={false}
      placeholder={address}
      value={draft.url}
      error={wrong.url}
      hint={kept ? `In use: ${kept}. Leave it empty to keep it.` : hint}
      onChange={(event) => onChange({ url: event.target.value })}
    />
  );
}

export function EventChoices({ draft, wrong, onChange }: ChannelFieldProps) {
  const toggle = (changed: ChannelEvent, isOn: boolean) =>
    onChange({
      events: EVENT_NAMES.filter((each) => (each === changed ? isOn : draft.events.includes(each))),
    });
  return (
    <fieldset className={css.events}>
      <legend>What it is told</legend>
      {EVENT_NAMES.map((event) => (
        <Choice
          key={event}
          type="checkbox"
          label={eventText(event)}
          checked={draft.events.includes(event)}
          onChange={({ target }) => toggle(event, target.checked)}
        />
      ))}
      {wrong.events && <p className={css.failed}>{wrong.events}</p>}
    </fieldset>
  );
}
