/** Adds, changes or removes a parameter of the draft. Nothing is sent before the script is saved. */
import { type FormEvent, useRef, useState } from "react";
import type { ScriptParameter } from "~/api/types";
import { useSubmitOnEnter } from "~/keyboard/enter";
import { DiscardQuestion } from "~/pilot/dialogs/DialogFoot";
import dialogs from "~/pilot/dialogs/dialogs.module.css";
import { useConfirmedClose } from "~/pilot/dialogs/useConfirmedClose";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { Choice, SelectField, TextAreaField, TextField } from "~/ui/Field";
import { KINDS, type ParameterKind } from "../words";
import {
  draftOf,
  faultsOf,
  freshParameter,
  type ParameterDraft,
  parameterOf,
} from "./parameterDraft";

interface ParameterDialogProps {
  /** Null to add one. */
  before: ScriptParameter | null;
  others: readonly ScriptParameter[];
  onClose: () => void;
  /** Null removes it. */
  onDone: (next: ScriptParameter | null) => void;
}

export function ParameterDialog({ before, others, onClose, onDone }: ParameterDialogProps) {
  const [initial] = useState(() => draftOf(before ?? freshParameter()));
  const [draft, setDraft] = useState(initial);
  const [wasTried, setWasTried] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const closing = useConfirmedClose(draft !== initial, onClose, first);
  const submitOnEnter = useSubmitOnEnter();
  const faults = faultsOf(draft, others);
  const finish = (next: ScriptParameter | null) => {
    onDone(next);
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setWasTried(true);
    if (Object.keys(faults).length === 0) finish(parameterOf(draft));
    else first.current?.focus();
  };
  return (
    <Dialog
      title={before ? `Parameter ${before.name}` : "New parameter"}
      initialFocus={first}
      onClose={closing.close}
    >
      <form className={dialogs.form} noValidate onSubmit={submit} onKeyDown={submitOnEnter}>
        <Fields
          draft={draft}
          faults={wasTried ? faults : {}}
          first={first}
          onChange={(part) => setDraft((now) => ({ ...now, ...part }))}
        />
        {closing.isAsking ? (
          <DiscardQuestion closing={closing} />
        ) : (
          <footer className={dialogs.foot}>
            {before && (
              <Button look="danger" onClick={() => finish(null)}>
                Remove
              </Button>
            )}
            <Button look="ghost" onClick={closing.close}>
              Cancel
            </Button>
            <Button type="submit" look="primary">
              {before ? "Apply" : "Add"}
            </Button>
          </footer>
        )}
      </form>
    </Dialog>
  );
}

interface FieldsProps {
  draft: ParameterDraft;
  faults: Partial<Record<keyof ParameterDraft, string>>;
  first: React.RefObject<HTMLInputElement | null>;
  onChange: (part: Partial<ParameterDraft>) => void;
}

function Fields({ draft, faults, first, onChange }: FieldsProps) {
  const isText = draft.type !== "boolean" && draft.type !== "choice";
  const typed = (name: keyof ParameterDraft) => ({
    value: String(draft[name]),
    error: faults[name],
    autoComplete: "off",
    onChange: (event: { target: { value: string } }) => onChange({ [name]: event.target.value }),
  });
  return (
    <>
      <TextField
        label="Name in the code"
        hint="{{Name}} marks the place of its value."
        ref={first}
        dir="ltr"
        spellCheck={false}
        {...typed("name")}
      />
      <TextField label="Label" hint="What people see when they fill it in." {...typed("label")} />
      <SelectField
        label="Kind"
        value={draft.type}
        onChange={(event) => onChange({ type: event.target.value as ParameterKind })}
      >
        {KINDS.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </SelectField>
      {draft.type === "choice" && (
        <TextAreaField label="Choices" hint="One a line." rows={3} {...typed("choices")} />
      )}
      {draft.type === "boolean" && (
        <SelectField label="Default" {...typed("default")}>
          <option value="">None</option>
          <option value="true">Yes</option>
          <option value="false">No</option>
        </SelectField>
      )}
      {draft.type !== "secret" && draft.type !== "boolean" && (
        <TextField label="Default" dir="ltr" spellCheck={false} {...typed("default")} />
      )}
      {isText && (
        <TextField
          label="Pattern"
          hint="A regular expression that the whole value has to match. Not needed."
          dir="ltr"
          spellCheck={false}
          {...typed("pattern")}
        />
      )}
      <TextField label="Help" hint="What the value is, and where to find it." {...typed("help")} />
      <Choice
        type="checkbox"
        label="A value is needed"
        checked={draft.required}
        onChange={(event) => onChange({ required: event.target.checked })}
      />
    </>
  );
}
