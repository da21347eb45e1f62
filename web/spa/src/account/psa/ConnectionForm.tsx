/** Address and credentials of the connection. What is secret is never shown: an empty field keeps it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { ApiError, fieldErrors, hasCode, messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { type Provider, type PsaConnection, putConnection } from "~/api/psaConnection";
import { useFirstWrongField } from "~/lib/formErrors";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { announce } from "~/ui/announcer";
import { Button } from "~/ui/Button";
import { SelectField, TextField } from "~/ui/Field";
import accountCss from "../account.module.css";
import { type CredentialField, PROVIDERS } from "./providers";
import css from "./psa.module.css";

interface Draft {
  base_url: string;
  credentials: Record<string, string>;
}

interface ConnectionFormProps {
  provider: Provider;
  /** Null while nothing is connected. */
  kept: PsaConnection | null;
  onSaved: () => void;
}

export function ConnectionForm({ provider, kept, onSaved }: ConnectionFormProps) {
  const start = startOf(provider, kept);
  const [draft, setDraft] = useState(start);
  const form = useRef<HTMLFormElement>(null);
  const saving = useSave(provider, start, () => {
    setDraft({ ...draft, credentials: shownOf(provider, draft.credentials) });
    onSaved();
  });
  useFirstWrongField(form, saving.error);
  const isChanged = JSON.stringify(draft) !== JSON.stringify(start);
  const wrong = wrongFields(saving.error);
  const setCredential = (name: string, value: string) =>
    setDraft({ ...draft, credentials: { ...draft.credentials, [name]: value } });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isChanged && !saving.isPending) saving.mutate(draft);
  };
  return (
    <form
      ref={form}
      className={css.form}
      aria-label="Address and credentials"
      noValidate
      onSubmit={submit}
    >
      <Address
        key={provider}
        provider={provider}
        url={draft.base_url}
        error={wrong.base_url}
        onUrl={(base_url) => setDraft({ ...draft, base_url })}
      />
      {PROVIDERS[provider].fields.map((field) => (
        <Credential
          key={field.name}
          field={field}
          value={draft.credentials[field.name] ?? ""}
          isKept={kept !== null && field.name in kept.credentials}
          error={wrong[`credentials.${field.name}`]}
          onValue={(value) => setCredential(field.name, value)}
        />
      ))}
      <Foot
        isNew={kept === null}
        isChanged={isChanged}
        isSaving={saving.isPending}
        error={saving.error}
      />
    </form>
  );
}

interface FootProps {
  isNew: boolean;
  isChanged: boolean;
  isSaving: boolean;
  error: Error | null;
}

function Foot({ isNew, isChanged, isSaving, error }: FootProps) {
  return (
    <>
      {error && <p className={accountCss.error}>Not saved. {reason(error)}</p>}
      <div className={accountCss.foot}>
        {isChanged && !isNew && !isSaving && (
          <span className={accountCss.quiet}>Unsaved changes</span>
        )}
        <Button
          type="submit"
          look={isNew ? "primary" : undefined}
          aria-disabled={!isChanged || isSaving || undefined}
        >
          {isSaving ? "Saving…" : isNew ? "Connect and test" : "Save and test"}
        </Button>
      </div>
    </>
  );
}

interface AddressProps {
  provider: Provider;
  url: string;
  error: string | undefined;
  onUrl: (url: string) => void;
}

/** A region of the vendor's cloud, or an address of one's own. */
function Address({ provider, url, error, onUrl }: AddressProps) {
  const { regions, ownAddress, addressHint, placeholder } = PROVIDERS[provider];
  const [isOwn, setIsOwn] = useState(!regions.some((region) => region.url === url));
  const choose = (chosen: string) => {
    setIsOwn(chosen === "");
    onUrl(chosen);
  };
  return (
    <>
      {regions.length > 0 && (
        <SelectField
          label={provider === "autotask" ? "Zone" : "Region"}
          value={isOwn ? "" : url}
          hint="Not sure? Look at the address bar where your team works."
          onChange={({ target }) => choose(target.value)}
        >
          {regions.map((region) => (
            <option key={region.url} value={region.url}>
              {region.label}
            </option>
          ))}
          <option value="">{ownAddress}…</option>
        </SelectField>
      )}
      {isOwn && (
        <TextField
          label="Address"
          type="url"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          placeholder={placeholder}
          hint={addressHint}
          value={url}
          error={error}
          onChange={({ target }) => onUrl(target.value)}
        />
      )}
    </>
  );
}

interface CredentialProps {
  field: CredentialField;
  value: string;
  /** It is stored. */
  isKept: boolean;
  error: string | undefined;
  onValue: (value: string) => void;
}

function Credential({ field, value, isKept, error, onValue }: CredentialProps) {
  const isHidden = isKept && !field.isPublic;
  return (
    <TextField
      label={field.label}
      type={field.isPublic ? "text" : "password"}
      autoComplete={field.isPublic ? "off" : "new-password"}
      spellCheck={false}
      placeholder={isHidden ? "Stored" : undefined}
      hint={isHidden ? "Stored, and never shown. Leave it empty to keep it." : field.hint}
      value={value}
      error={error}
      onChange={({ target }) => onValue(target.value)}
    />
  );
}

function startOf(provider: Provider, kept: PsaConnection | null): Draft {
  const usual = PROVIDERS[provider].regions[0]?.url ?? "";
  return {
    base_url: kept?.base_url ?? usual,
    credentials: shownOf(provider, kept?.credentials ?? {}),
  };
}

/** Only what is no secret, each field as text. */
function shownOf(provider: Provider, found: Readonly<Record<string, string | null>>) {
  const { fields } = PROVIDERS[provider];
  return Object.fromEntries(
    fields.map(({ name, isPublic }) => [name, (isPublic && found[name]) || ""]),
  );
}

function useSave(provider: Provider, start: Draft, onSaved: () => void) {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  return useMutation({
    mutationFn: ({ base_url, credentials }: Draft) => {
      const changed = Object.entries(credentials).filter(
        ([name, value]) => value.trim() !== (start.credentials[name] ?? ""),
      );
      const body = {
        provider,
        base_url: base_url.trim(),
        credentials: Object.fromEntries(changed),
      };
      return sendOnce(body, (key) => putConnection(body, key));
    },
    onSuccess: (connection) => {
      queries.setQueryData(keys.psaConnection, connection);
      void queries.invalidateQueries({ queryKey: keys.psaLookups });
      // Whether a PSA is connected decides what other screens offer.
      void queries.invalidateQueries({ queryKey: keys.me });
      announce("Saved. The connection is being tested.");
      onSaved();
    },
  });
}

const CREDENTIALS = "credentials_needed";

function wrongFields(error: Error | null): Record<string, string> {
  if (hasCode(error, "forbidden_address")) return { base_url: messageOf(error) };
  if (!hasCode(error, CREDENTIALS)) return fieldErrors(error);
  const same = new ApiError(error.status, { code: "validation_failed", detail: error.detail });
  return fieldErrors(same);
}

function reason(error: Error): string {
  const wrong = hasCode(error, "validation_failed") ? Object.values(fieldErrors(error)) : [];
  return wrong.length > 0 ? wrong.join(" ") : messageOf(error);
}
