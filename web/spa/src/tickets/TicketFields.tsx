/** The fields of a new ticket: client, contact, summary, description, board and priority. */
import { type RefObject, useState } from "react";
import { useLookup } from "~/psa/useLookup";
import { Combobox, type Option } from "~/ui/Combobox";
import { SelectField, TextAreaField, TextField } from "~/ui/Field";
import css from "./tickets.module.css";

export interface TicketDraft {
  company: Option | null;
  contact: Option | null;
  title: string;
  description: string;
  boardId: string;
  priorityId: string;
}

export const EMPTY_TICKET: TicketDraft = {
  company: null,
  contact: null,
  title: "",
  description: "",
  boardId: "",
  priorityId: "",
};

/** What ConnectWise takes. */
export const LONGEST_TITLE = 100;
/** The API's limit. */
export const LONGEST_DESCRIPTION = 7_000;

interface TicketFieldsProps {
  draft: TicketDraft;
  onChange: (part: Partial<TicketDraft>) => void;
  /** The message of each wrong field. */
  wrong: Readonly<Record<string, string>>;
  first: RefObject<HTMLInputElement | null>;
}

export function TicketFields({ draft, onChange, wrong, first }: TicketFieldsProps) {
  return (
    <>
      <div className={css.pair}>
        <ClientField {...{ draft, onChange, wrong, first }} />
        <ContactField {...{ draft, onChange }} />
      </div>
      <TextField
        label="Summary"
        name="title"
        autoComplete="off"
        dir="auto"
        maxLength={LONGEST_TITLE}
        value={draft.title}
        error={wrong.title}
        onChange={(event) => onChange({ title: event.target.value })}
      />
      <TextAreaField
        label="Description"
        dir="auto"
        rows={6}
        hint="The client may be able to read it."
        maxLength={LONGEST_DESCRIPTION}
        value={draft.description}
        error={wrong.description}
        onChange={(event) => onChange({ description: event.target.value })}
      />
      <div className={css.pair}>
        <IdField
          kind="boards"
          label="Board"
          usual="The usual board"
          value={draft.boardId}
          onChoose={(boardId) => onChange({ boardId })}
        />
        <IdField
          kind="priorities"
          label="Priority"
          usual="The usual priority"
          value={draft.priorityId}
          onChoose={(priorityId) => onChange({ priorityId })}
        />
      </div>
    </>
  );
}

function ClientField({ draft, onChange, wrong, first }: TicketFieldsProps) {
  const [words, setWords] = useState("");
  const companies = useLookup("companies", { words });
  return (
    <Combobox<Option>
      ref={first}
      label="Client"
      placeholder="Type a name"
      options={companies.items}
      value={draft.company}
      onChoose={(company) => onChange({ company, contact: null })}
      onWords={setWords}
      isLoading={companies.isReading}
      none={companies.problem ?? "No such client."}
      error={wrong.client_id}
    />
  );
}

function ContactField({ draft, onChange }: Pick<TicketFieldsProps, "draft" | "onChange">) {
  const [words, setWords] = useState("");
  const contacts = useLookup("contacts", {
    words,
    parentId: draft.company?.id ?? null,
    enabled: draft.company !== null,
  });
  return (
    <Combobox<Option>
      label="Contact"
      placeholder={draft.company ? "Nobody in particular" : "Choose the client first"}
      options={contacts.items}
      value={draft.contact}
      onChoose={(contact) => onChange({ contact })}
      onWords={setWords}
      isLoading={contacts.isReading}
      none={contacts.problem ?? "No contact of this client."}
      disabled={draft.company === null}
    />
  );
}

interface IdFieldProps {
  kind: "boards" | "priorities";
  label: string;
  /** What the account's settings choose. */
  usual: string;
  value: string;
  onChoose: (id: string) => void;
}

function IdField({ kind, label, usual, value, onChoose }: IdFieldProps) {
  const { items } = useLookup(kind);
  return (
    <SelectField label={label} value={value} onChange={(event) => onChoose(event.target.value)}>
      <option value="">{usual}</option>
      {items.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}
