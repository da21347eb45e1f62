/** What an admin picks from the PSA's own lists: boards, statuses, note types, and who reads a note. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { fieldErrors } from "~/api/errors";
import { keys } from "~/api/keys";
import { type Provider, type PsaConnection, putConnection } from "~/api/psaConnection";
import { useFirstWrongField } from "~/lib/formErrors";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { SaveRow } from "~/preferences/SaveRow";
import { announce } from "~/ui/announcer";
import { BoardStatuses } from "./BoardStatuses";
import { LookupSelect } from "./LookupSelect";
import { labelOf, type Options, optionFields, picked } from "./options";
import css from "./psa.module.css";

interface OptionsFormProps {
  provider: Provider;
  connection: PsaConnection;
}

export function OptionsForm({ provider, connection }: OptionsFormProps) {
  const kept: Options = connection.options;
  const [edited, setEdited] = useState(kept);
  const form = useRef<HTMLFormElement>(null);
  const saving = useSave(connection);
  useFirstWrongField(form, saving.error);
  const wrong = fieldErrors(saving.error);
  const isChanged = JSON.stringify(sorted(edited)) !== JSON.stringify(sorted(kept));
  const change = (name: string, value: string) => setEdited({ ...edited, [name]: value });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isChanged && !saving.isPending) saving.mutate(picked(edited));
  };
  return (
    <form ref={form} className={css.form} aria-label="Notes and new tickets" onSubmit={submit}>
      <Missing provider={provider} connection={connection} />
      <div className={css.pairs}>
        {optionFields(provider).map((field) => (
          <LookupSelect
            key={field.name}
            label={field.label}
            kind={field.kind}
            hint={field.hint}
            error={wrong[`options.${field.name}`]}
            value={edited[field.name] ?? ""}
            onChange={(id) => change(field.name, id)}
          />
        ))}
      </div>
      {provider === "connectwise" && (
        <BoardStatuses options={edited} wrong={wrong} onChange={change} />
      )}
      <SaveRow
        isChanged={isChanged}
        isSaving={saving.isPending}
        error={saving.error}
        labels={labelsOf(provider, edited)}
      />
    </form>
  );
}

function Missing({ provider, connection }: OptionsFormProps) {
  const names = connection.missing_options?.notes ?? [];
  if (names.length === 0) return null;
  const labels = names.map((name) => labelOf(provider, name)).join(", ");
  return (
    <p className={css.warning}>
      No note can be sent before you pick: {labels}. FlowPilot never guesses who reads a note.
    </p>
  );
}

function labelsOf(provider: Provider, options: Options): Record<string, string> {
  const names = [...optionFields(provider).map(({ name }) => name), ...Object.keys(options)];
  return Object.fromEntries(names.map((name) => [`options.${name}`, labelOf(provider, name)]));
}

function sorted(options: Options): [string, string][] {
  return Object.entries(picked(options)).sort(([a], [b]) => a.localeCompare(b));
}

function useSave({ provider, base_url }: PsaConnection) {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  return useMutation({
    mutationFn: (options: Record<string, string>) => {
      const body = { provider: provider as Provider, base_url: base_url ?? "", options };
      return sendOnce(body, (key) => putConnection(body, key));
    },
    onSuccess: (connection) => {
      queries.setQueryData(keys.psaConnection, connection);
      announce("Saved.");
    },
  });
}
