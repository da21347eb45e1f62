/** The parameters of a template, and what does not fit together: a placeholder without one, one without a place. */
import { Pencil, Plus } from "lucide-react";
import { useState } from "react";
import type { ScriptContent } from "~/api/scripts";
import type { ScriptParameter } from "~/api/types";
import { classes } from "~/lib/classes";
import { Button, IconButton } from "~/ui/Button";
import kit from "~/ui/kit.module.css";
import { labelOf } from "../ParameterFields";
import { namesIn } from "../parameters";
import { kindName } from "../words";
import css from "./editor.module.css";
import { ParameterDialog } from "./ParameterDialog";
import { freshParameter } from "./parameterDraft";
import table from "./table.module.css";

interface ParameterTableProps {
  content: Pick<ScriptContent, "parameters" | "body">;
  /** Without it, the table is to read. */
  onChange?: (part: Pick<ScriptContent, "parameters">) => void;
}

export function ParameterTable({ content, onChange }: ParameterTableProps) {
  const { parameters, body } = content;
  const [edited, setEdited] = useState<{ before: ScriptParameter | null } | null>(null);
  const names = namesIn(body);
  const known = new Set(parameters.map(({ name }) => name));
  const missing = names.filter((name) => !known.has(name));
  const add = (added: readonly string[]) =>
    onChange?.({ parameters: [...parameters, ...added.map((name) => freshParameter(name))] });
  return (
    <section aria-labelledby="parameters-title">
      <div className={kit.sectionHead}>
        <h2 id="parameters-title">Parameters</h2>
        {onChange && (
          <Button
            look="ghost"
            small
            className={kit.end}
            onClick={() => setEdited({ before: null })}
          >
            <Plus size={14} strokeWidth={1.5} /> Add
          </Button>
        )}
      </div>
      {parameters.length === 0 && (
        <p className={classes(kit.secondary, kit.muted)}>
          {onChange
            ? "None. With parameters, the script is a template: {{Name}} in the code marks the place of a value."
            : "None."}
        </p>
      )}
      {parameters.length > 0 && (
        <div className={classes(kit.card, table.tableCard)}>
          <Table
            parameters={parameters}
            names={names}
            onEdit={onChange ? (before) => setEdited({ before }) : null}
          />
        </div>
      )}
      {onChange && missing.length > 0 && (
        <p className={css.note} role="note">
          <span>
            In the code, but no parameter yet: {missing.map((name) => `{{${name}}}`).join(", ")}
          </span>
          <Button look="ghost" small onClick={() => add(missing)}>
            Add {missing.length === 1 ? "it" : "them"}
          </Button>
        </p>
      )}
      {edited && onChange && (
        <ParameterDialog
          before={edited.before}
          others={parameters.filter((each) => each !== edited.before)}
          onClose={() => setEdited(null)}
          onDone={(next) => onChange({ parameters: replaced(parameters, edited.before, next) })}
        />
      )}
    </section>
  );
}

/** `next`: null removes it. */
function replaced(
  all: readonly ScriptParameter[],
  before: ScriptParameter | null,
  next: ScriptParameter | null,
): ScriptParameter[] {
  if (!before) return next ? [...all, next] : [...all];
  return all.flatMap((each) => (each === before ? (next ?? []) : each));
}

interface TableProps {
  parameters: readonly ScriptParameter[];
  names: readonly string[];
  onEdit: ((parameter: ScriptParameter) => void) | null;
}

function Table({ parameters, names, onEdit }: TableProps) {
  return (
    <table className={classes(table.table, table.cards)}>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Kind</th>
          <th scope="col">Default</th>
          <th scope="col">Needed</th>
          {onEdit && (
            <th scope="col">
              <span className="hidden-words">Actions</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {parameters.map((parameter) => (
          <tr key={parameter.name}>
            <th scope="row" title={labelOf(parameter)}>
              <code className={table.value}>{`{{${parameter.name}}}`}</code>
              {!names.includes(parameter.name) && <p className={css.isWarn}>Not in the code</p>}
            </th>
            <td data-label="Kind">{kindName(parameter.type ?? "text")}</td>
            <td data-label="Default">
              {parameter.default ? (
                <code>{parameter.default}</code>
              ) : (
                <span className={kit.muted}>none</span>
              )}
            </td>
            <td data-label="Needed">{parameter.required ? "Yes" : "No"}</td>
            {onEdit && (
              <td className={table.corner}>
                <IconButton
                  label={`Edit ${parameter.name}`}
                  small
                  tip="below-start"
                  onClick={() => onEdit(parameter)}
                >
                  <Pencil size={14} strokeWidth={1.5} />
                </IconButton>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
