/** A text field for a number, with its unit inside. */
import type { ComponentProps } from "react";
import { TextField } from "./Field";
import css from "./unitField.module.css";

interface UnitFieldProps extends ComponentProps<typeof TextField> {
  unit: string;
}

export function UnitField({ unit, ...rest }: UnitFieldProps) {
  return (
    <div className={css.unit} data-unit={unit}>
      <TextField {...rest} />
    </div>
  );
}
