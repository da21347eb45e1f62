/** What an admin picks from the PSA's lists, for each PSA. */
import type { LookupKind } from "~/api/lookups";
import type { Provider } from "~/api/psaConnection";

export type Options = Readonly<Record<string, string>>;

export interface OptionField {
  name: string;
  label: string;
  kind: LookupKind;
  hint?: string;
}

const NEW_TICKETS = {
  board: "Where FlowPilot creates tickets for which nobody chose another.",
  priority: "Of new tickets for which nobody chose one.",
};
const RESOLVED = "Preselected when a session is concluded.";
const ESCALATED = "Set when a session is escalated. Leave it open to keep the ticket's status.";

const FIELDS: Readonly<Record<Provider, OptionField[]>> = {
  connectwise: [
    { name: "board_id", label: "Board of new tickets", kind: "boards", hint: NEW_TICKETS.board },
    { name: "priority_id", label: "Priority of new tickets", kind: "priorities" },
    { name: "work_type_id", label: "Work type of time entries", kind: "work_types" },
    { name: "role_id", label: "Work role of time entries", kind: "roles" },
  ],
  halopsa: [
    {
      name: "note_type_id",
      label: "Outcome of internal notes",
      kind: "note_types",
      hint: "Pick one that clients do not see, such as Private Note.",
    },
    {
      name: "public_note_type_id",
      label: "Outcome of notes for the client",
      kind: "note_types",
      hint: "Used only where somebody ticks that the client may read it.",
    },
    { name: "board_id", label: "Team of new tickets", kind: "boards", hint: NEW_TICKETS.board },
    { name: "ticket_type_id", label: "Type of new tickets", kind: "ticket_types" },
    {
      name: "priority_id",
      label: "Priority of new tickets",
      kind: "priorities",
      hint: NEW_TICKETS.priority,
    },
    { name: "resolved_status_id", label: "Resolved status", kind: "statuses", hint: RESOLVED },
    { name: "escalated_status_id", label: "Escalated status", kind: "statuses", hint: ESCALATED },
  ],
  autotask: [
    { name: "note_type_id", label: "Type of notes", kind: "note_types" },
    {
      name: "publish_id",
      label: "Who reads internal notes",
      kind: "publish_levels",
      hint: "Pick the level that clients do not see.",
    },
    {
      name: "public_publish_id",
      label: "Who reads notes for the client",
      kind: "publish_levels",
      hint: "Used only where somebody ticks that the client may read it.",
    },
    { name: "board_id", label: "Queue of new tickets", kind: "boards", hint: NEW_TICKETS.board },
    { name: "new_status_id", label: "Status of new tickets", kind: "statuses" },
    {
      name: "priority_id",
      label: "Priority of new tickets",
      kind: "priorities",
      hint: NEW_TICKETS.priority,
    },
    { name: "resolved_status_id", label: "Resolved status", kind: "statuses", hint: RESOLVED },
    { name: "escalated_status_id", label: "Escalated status", kind: "statuses", hint: ESCALATED },
    { name: "role_id", label: "Role of time entries", kind: "roles" },
    { name: "work_type_id", label: "Work type of time entries", kind: "work_types" },
  ],
};

export function optionFields(provider: Provider): OptionField[] {
  return FIELDS[provider];
}

export const BOARD_STATUSES = [
  { name: "resolved_status_id", label: "Resolved status", hint: RESOLVED },
  { name: "escalated_status_id", label: "Escalated status", hint: ESCALATED },
];

/** The boards for which a status is picked, and the one of new tickets: only ConnectWise's boards have statuses of their own. */
export function boardsOf(options: Options): string[] {
  const named = Object.keys(options).flatMap((name) => name.split(":")[1] ?? []);
  const usual = options.board_id ? [options.board_id] : [];
  return [...new Set([...usual, ...named])];
}

export function labelOf(provider: Provider, name: string): string {
  const plain = name.split(":")[0] ?? name;
  const known = [...FIELDS[provider], ...BOARD_STATUSES];
  return known.find((field) => field.name === plain)?.label ?? plain;
}

/** Without what nobody picked. */
export function picked(options: Options): Record<string, string> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value));
}
