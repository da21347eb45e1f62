/** A field for the value of each parameter, by its kind. A secret is hidden, and no browser offers to keep it. */
import type { ScriptParameter } from "~/api/types";
import { Choice, PasswordField, SelectField, TextField } from "~/ui/Field";
import type { TypedValues } from "./parameters";
import css from "./parameters.module.css";

interface ParameterFieldsProps {
  parameters: readonly ScriptParameter[];
  values: TypedValues;
  onChange: (name: string, value: string | boolean) => void;
  /** What is wrong with a value, by the parameter's name. */
  wrong?: Record<string, string>;
}

export function ParameterFields({
  parameters,
  values,
  onChange,
  wrong = {},
}: ParameterFieldsProps) {
  return (
    <div className={css.fields}>
      {parameters.map((parameter) => (
        <ParameterField
          key={parameter.name}
          parameter={parameter}
          value={values[parameter.name] ?? ""}
          wrong={wrong[parameter.name]}
          onChange={(value) => onChange(parameter.name, value)}
        />
      ))}
    </div>
  );
}

interface ParameterFieldProps {
  parameter: ScriptParameter;
  value: string | boolean;
  wrong: string | undefined;
  onChange: (value: string | boolean) => void;
}

function ParameterField({ parameter, value, wrong, onChange }: ParameterFieldProps) {
  const { name, type, choices, required } = parameter;
  const label = labelOf(parameter);
  if (type === "boolean") return <YesOrNo {...{ parameter, value, wrong, onChange }} />;
  const shared = {
    name: `value-${name}`,
    label,
    error: wrong,
    ...(hintOf(parameter) && { hint: hintOf(parameter) }),
    required,
    value: String(value),
    autoComplete: "off",
  };
  if (type === "choice") {
    return (
      <SelectField {...shared} onChange={(event) => onChange(event.target.value)}>
        <option value="">{required ? "Choose…" : "None"}</option>
        {choices?.map((choice) => (
          <option key={choice}>{choice}</option>
        ))}
      </SelectField>
    );
  }
  const text = { ...shared, dir: "ltr", spellCheck: false };
  if (type === "secret") {
    return (
      <PasswordField
        {...text}
        autoComplete="new-password"
        onChange={(event) => onChange(event.target.value)}
      />
    );
  }
  return (
    <TextField
      {...text}
      inputMode={type === "number" ? "decimal" : undefined}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

function YesOrNo({ parameter, value, wrong, onChange }: ParameterFieldProps) {
  const hint = wrong ?? parameter.help;
  return (
    <div>
      <Choice
        type="checkbox"
        label={labelOf(parameter)}
        checked={value === true}
        onChange={(event) => onChange(event.target.checked)}
      />
      {hint && <p className={wrong ? css.wrong : css.hint}>{hint}</p>}
    </div>
  );
}

/** "Printer name", or the name in the code if it has no label. */
export function labelOf({ name, label }: ScriptParameter): string {
  return label || name;
}

function hintOf({ type, help, required }: ScriptParameter): string {
  const parts = [
    help,
    type === "secret" && "It is not stored: it appears only in the finished script.",
    !required && "Not needed.",
  ];
  return parts.filter(Boolean).join(" ");
}
