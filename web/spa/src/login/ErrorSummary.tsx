/** What went wrong with a form, on top of it and focused, so that it is the next thing heard. */
import { useEffect, useRef } from "react";
import { messageOf } from "~/api/errors";
import css from "./login.module.css";

export function ErrorSummary({ error }: { error: Error | null }) {
  const summary = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error) summary.current?.focus();
  }, [error]);
  if (!error) return null;
  return (
    <div ref={summary} tabIndex={-1} className={css.error}>
      {messageOf(error)}
    </div>
  );
}
