/** Below the title: why it was not saved, that somebody else has saved meanwhile, and the offer to take a credential out of the code. */
import { fieldErrors, hasCode, messageOf } from "~/api/errors";
import type { Credential, Script } from "~/api/scripts";
import { nameOf } from "~/lib/text";
import { Button } from "~/ui/Button";
import { RelativeTime } from "~/ui/RelativeTime";
import css from "./editor.module.css";
import { SecretOffer } from "./SecretOffer";
import type { Draft } from "./useDraft";
import type { Saving } from "./useSave";

interface SaveStateProps {
  script: Script;
  draft: Draft;
  saving: Saving;
  /** What the check found; publishing refuses it. */
  credentials: readonly Credential[];
  isChecking: boolean;
  onCompare: () => void;
  onLine: (line: number) => void;
}

export function SaveState(props: SaveStateProps) {
  const { script, draft, saving, credentials, isChecking, onCompare, onLine } = props;
  const isBehind = draft.isChanged && draft.version < script.version;
  const isSecret = hasCode(saving.error, "secret_in_script");
  return (
    <>
      {isBehind && (
        <p className={css.note} role="note">
          <span>
            {nameOf(script.updated_by)} saved version {script.version}
            {script.updated_at && <RelativeTimeOf at={script.updated_at} />}. Your changes are of
            version {draft.version} and are kept.
          </span>
          <Button small onClick={onCompare}>
            Compare
          </Button>
        </p>
      )}
      {saving.error && !isSecret && <Refusal error={saving.error} />}
      {isSecret && (
        <p className={css.refusal} role="alert">
          Not published. {messageOf(saving.error)}
        </p>
      )}
      {credentials.map((credential) => (
        <SecretOffer
          key={`${credential.line}:${credential.column}`}
          credential={credential}
          draft={draft}
          isChecking={isChecking}
          onLine={onLine}
        />
      ))}
    </>
  );
}

function RelativeTimeOf({ at }: { at: string }) {
  return (
    <>
      {" "}
      <RelativeTime at={at} focusable tip="start" />
    </>
  );
}

export function Refusal({ error }: { error: Error }) {
  const fields = Object.entries(fieldErrors(error));
  return (
    <div className={css.refusal} role="alert">
      <p>Not saved. {fields.length === 0 && messageOf(error)} Your text is kept.</p>
      {fields.map(([field, message]) => (
        <p key={field}>
          {FIELDS[field] ?? field}: {message}
        </p>
      ))}
    </div>
  );
}

const FIELDS: Record<string, string> = {
  title: "Title",
  purpose: "Purpose",
  body: "Code",
  parameters: "Parameters",
  tags: "Tags",
  language: "Language",
};
