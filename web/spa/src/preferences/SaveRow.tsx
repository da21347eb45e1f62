/** The end of a form: its error, "Unsaved changes" and Save. */
import account from "~/account/account.module.css";
import { formErrors, type Labels } from "~/lib/formErrors";
import { Button } from "~/ui/Button";

interface SaveRowProps {
  isChanged: boolean;
  isSaving: boolean;
  error: unknown;
  labels: Labels;
}

export function SaveRow({ isChanged, isSaving, error, labels }: SaveRowProps) {
  return (
    <>
      <div className={account.foot}>
        {isChanged && !isSaving && <span className={account.quiet}>Unsaved changes</span>}
        <Button type="submit" aria-disabled={!isChanged || isSaving}>
          {isSaving ? "Saving…" : "Save"}
        </Button>
      </div>
      {Boolean(error) && (
        <p className={account.error}>Not saved. {formErrors(error, labels).join(" ")}</p>
      )}
    </>
  );
}
