/** Shows a form's errors above it and takes the focus, so that a screen reader reads it next. A wrong field takes the focus after it. */
import { useEffect, useRef } from "react";
import { formErrors, type Labels } from "~/lib/formErrors";
import css from "./login.module.css";

interface ErrorSummaryProps {
  error: Error | null;
  labels?: Labels;
}

export function ErrorSummary({ error, labels = {} }: ErrorSummaryProps) {
  const summary = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error) summary.current?.focus();
  }, [error]);
  if (!error) return null;
  return (
    <div ref={summary} tabIndex={-1} className={css.error}>
      {formErrors(error, labels).map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  );
}
