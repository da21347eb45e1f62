/** Changes the user's own password, which ends all other logins of this user. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { fieldErrors } from "~/api/errors";
import { changePassword } from "~/api/login";
import { formErrors, useFirstWrongField } from "~/lib/formErrors";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { useLogin } from "~/login/LoginProvider";
import { announce } from "~/ui/announcer";
import { Button } from "~/ui/Button";
import { PASSWORD_RULE, PasswordField } from "~/ui/Field";
import { HiddenUsername } from "~/ui/HiddenUsername";
import css from "./account.module.css";

const EMPTY = { current: "", new: "" };
const LABELS = { current: "Current password", new: "New password" };

export function ChangePassword() {
  const [body, setBody] = useState(EMPTY);
  const form = useRef<HTMLFormElement>(null);
  const changing = useChange(() => setBody(EMPTY));
  useFirstWrongField(form, changing.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!changing.isPending) changing.mutate(body);
  };
  return (
    <section id="password" className={css.section} aria-labelledby="password-title">
      <h2 id="password-title">Password</h2>
      <form ref={form} className={css.password} aria-labelledby="password-title" onSubmit={submit}>
        <Fields body={body} errors={fieldErrors(changing.error)} onBody={setBody} />
        <Button type="submit" aria-disabled={changing.isPending}>
          {changing.isPending ? "Changing…" : "Change"}
        </Button>
      </form>
      {changing.error && (
        <p className={css.error}>Not changed. {formErrors(changing.error, LABELS).join(" ")}</p>
      )}
      {changing.isSuccess && <p>Password changed. Your other logins have ended.</p>}
    </section>
  );
}

interface FieldsProps {
  body: typeof EMPTY;
  errors: Record<string, string>;
  onBody: (body: typeof EMPTY) => void;
}

function Fields({ body, errors, onBody }: FieldsProps) {
  const { user } = useLogin();
  return (
    <>
      <HiddenUsername email={user.email} />
      <PasswordField
        label="Current password"
        name="current-password"
        autoComplete="current-password"
        required
        value={body.current}
        error={errors.current}
        onChange={(event) => onBody({ ...body, current: event.target.value })}
      />
      <PasswordField
        label="New password"
        name="new-password"
        autoComplete="new-password"
        required
        value={body.new}
        hint={PASSWORD_RULE}
        error={errors.new}
        onChange={(event) => onBody({ ...body, new: event.target.value })}
      />
    </>
  );
}

function useChange(onDone: () => void) {
  const sendOnce = useIdempotencyKey();
  return useMutation({
    mutationFn: (body: typeof EMPTY) => sendOnce(body, (key) => changePassword(body, key)),
    onSuccess: () => {
      onDone();
      announce("Password changed.");
    },
  });
}
