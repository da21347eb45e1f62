/** Describes a form's errors by the labels of its fields, and focuses the first wrong field. */
import { type RefObject, useEffect } from "react";
import { fieldErrors, messageOf } from "~/api/errors";

/** The label of each field, by its name in the API. */
export type Labels = Readonly<Record<string, string>>;

/** One line for each wrong field, or one line for any other error. */
export function formErrors(error: unknown, labels: Labels): string[] {
  const lines = Object.entries(fieldErrors(error))
    .filter(([field]) => field in labels)
    .map(([field, message]) => `${labels[field]}: ${message}`);
  return lines.length > 0 ? lines : [messageOf(error)];
}

/** Focuses the first wrong field of `form` after the server rejected it. */
export function useFirstWrongField(form: RefObject<HTMLElement | null>, error: unknown): void {
  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>("[aria-invalid='true']")?.focus();
  }, [form, error]);
}
