/** ConnectWise's boards have statuses of their own, so the status of a resolved ticket is picked for each board. */
import { useState } from "react";
import { useLookup } from "~/psa/useLookup";
import { SelectField } from "~/ui/Field";
import { LookupSelect } from "./LookupSelect";
import { BOARD_STATUSES, boardsOf, type Options } from "./options";
import css from "./psa.module.css";

interface BoardStatusesProps {
  options: Options;
  wrong: Readonly<Record<string, string>>;
  onChange: (name: string, value: string) => void;
}

export function BoardStatuses({ options, wrong, onChange }: BoardStatusesProps) {
  const [added, setAdded] = useState<string[]>([]);
  const boards = useLookup("boards").items;
  const shown = [...new Set([...boardsOf(options), ...added])];
  const rest = boards.filter(({ id }) => !shown.includes(id));
  const nameOf = (id: string) => boards.find((board) => board.id === id)?.name ?? `Board ${id}`;
  return (
    <fieldset className={css.group}>
      <legend>Statuses by board</legend>
      {shown.map((board) => (
        <div key={board} className={css.pairs}>
          {BOARD_STATUSES.map(({ name, label, hint }) => (
            <LookupSelect
              key={name}
              label={`${nameOf(board)}: ${label.toLowerCase()}`}
              kind="statuses"
              parentId={board}
              hint={hint}
              error={wrong[`options.${name}:${board}`]}
              value={options[`${name}:${board}`] ?? ""}
              onChange={(id) => onChange(`${name}:${board}`, id)}
            />
          ))}
        </div>
      ))}
      {rest.length > 0 && (
        <SelectField
          label={shown.length ? "Another board" : "Board"}
          value=""
          onChange={({ target }) => setAdded([...added, target.value])}
        >
          <option value="">Choose a board…</option>
          {rest.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      )}
    </fieldset>
  );
}
