/** A label, its control, and the text below it: hint, counter, error. */
import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, type ReactNode, useId, useState } from "react";
import { classes } from "~/lib/classes";
import { IconButton } from "./Button";
import css from "./field.module.css";

interface Shared {
  label: string;
  error?: string | undefined;
  hint?: string;
}

interface FrameProps extends Shared {
  id: string;
  foot?: ReactNode;
  children: ReactNode;
}

function Frame({ id, label, hint, error, foot, children }: FrameProps) {
  return (
    <div className={css.field}>
      <label className={css.label} htmlFor={id}>
        {label}
      </label>
      {children}
      {(hint || error || foot) && (
        <div className={css.foot}>
          {error ? (
            <span id={`${id}-said`} className={css.error}>
              {error}
            </span>
          ) : (
            hint && (
              <span id={`${id}-said`} className={css.hint}>
                {hint}
              </span>
            )
          )}
          {foot}
        </div>
      )}
    </div>
  );
}

function described(id: string, { error, hint }: Shared) {
  return {
    id,
    "aria-invalid": error ? true : undefined,
    "aria-describedby": error || hint ? `${id}-said` : undefined,
  };
}

export function TextField({ label, error, hint, ...rest }: Shared & ComponentProps<"input">) {
  const id = useId();
  const shared = { label, error, hint };
  return (
    <Frame id={id} {...shared}>
      <input className={css.input} {...described(id, shared)} {...rest} />
    </Frame>
  );
}

/** Shown before the user types, not after. */
export const PASSWORD_RULE = "At least 10 characters.";

export function PasswordField({ label, error, hint, ...rest }: Shared & ComponentProps<"input">) {
  const id = useId();
  const [isShown, setIsShown] = useState(false);
  const shared = { label, error, hint };
  return (
    <Frame id={id} {...shared}>
      <div className={css.inside}>
        <input
          className={css.input}
          type={isShown ? "text" : "password"}
          {...described(id, shared)}
          {...rest}
        />
        <IconButton
          label={isShown ? "Hide password" : "Show password"}
          small
          tip="above"
          onClick={() => setIsShown(!isShown)}
        >
          {isShown ? <EyeOff size={16} strokeWidth={1.5} /> : <Eye size={16} strokeWidth={1.5} />}
        </IconButton>
      </div>
    </Frame>
  );
}

export function SelectField({ label, error, hint, ...rest }: Shared & ComponentProps<"select">) {
  const id = useId();
  const shared = { label, error, hint };
  return (
    <Frame id={id} {...shared}>
      <select className={css.input} {...described(id, shared)} {...rest} />
    </Frame>
  );
}

/** A select inside a row; name it with `aria-label`. */
export function QuietSelect({ className, ...rest }: ComponentProps<"select">) {
  return <select className={classes(css.input, css.quiet, className)} {...rest} />;
}

type TextAreaProps = Shared & ComponentProps<"textarea"> & { value: string };

/** With `maxLength` it counts the characters but does not truncate, so that pasted text is never lost silently. */
export function TextAreaField({ label, error, hint, maxLength, ...rest }: TextAreaProps) {
  const id = useId();
  const tooLong = maxLength !== undefined && rest.value.length > maxLength;
  const said = tooLong ? `At most ${maxLength.toLocaleString("en-GB")} characters.` : error;
  const shared = { label, error: said, hint };
  return (
    <Frame id={id} {...shared} foot={maxLength && <Counter text={rest.value} most={maxLength} />}>
      <textarea className={css.input} rows={4} {...described(id, shared)} {...rest} />
    </Frame>
  );
}

function Counter({ text, most }: { text: string; most: number }) {
  return (
    <span className={css.counter}>
      {text.length.toLocaleString("en-GB")} / {most.toLocaleString("en-GB")}
    </span>
  );
}

type ChoiceProps = ComponentProps<"input"> & { label: string; isLabelHidden?: boolean };

/** A radio button or check box with its label. */
export function Choice({ label, isLabelHidden, className, ...rest }: ChoiceProps) {
  return (
    <label className={classes(css.choice, className)}>
      <input {...rest} />
      <span className={isLabelHidden ? "hidden-words" : undefined}>{label}</span>
    </label>
  );
}
