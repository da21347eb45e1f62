/** The filters of the audit log: person, kind of change, first and last day. */
import { useQuery } from "@tanstack/react-query";
import { fetchMembers } from "~/api/account";
import { keys } from "~/api/keys";
import { SelectField, TextField } from "~/ui/Field";
import css from "./audit.module.css";
import type { Chosen } from "./filter";
import { NOUNS } from "./words";

interface AuditFiltersProps {
  chosen: Chosen;
  onChoose: (chosen: Chosen) => void;
}

export function AuditFilters({ chosen, onChoose }: AuditFiltersProps) {
  const members = useQuery({ queryKey: keys.members, queryFn: fetchMembers });
  return (
    <fieldset className={css.filters} aria-label="Filter the audit log">
      <SelectField
        label="Person"
        value={chosen.actor}
        onChange={(event) => onChoose({ ...chosen, actor: event.target.value })}
      >
        <option value="">Everybody</option>
        {members.data?.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
        <option value="FlowPilot">FlowPilot</option>
        <option value="operator">Operator</option>
        <option value="not signed in">Not signed in</option>
      </SelectField>
      <SelectField
        label="About"
        value={chosen.action}
        onChange={(event) => onChoose({ ...chosen, action: event.target.value })}
      >
        <option value="">Everything</option>
        {Object.entries(NOUNS).map(([noun, label]) => (
          <option key={noun} value={noun}>
            {label}
          </option>
        ))}
      </SelectField>
      <TextField
        label="From"
        type="date"
        value={chosen.from}
        max={chosen.to || undefined}
        onChange={(event) => onChoose({ ...chosen, from: event.target.value })}
      />
      <TextField
        label="To"
        type="date"
        value={chosen.to}
        min={chosen.from || undefined}
        onChange={(event) => onChoose({ ...chosen, to: event.target.value })}
      />
    </fieldset>
  );
}
