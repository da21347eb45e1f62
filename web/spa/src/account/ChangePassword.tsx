/** Changing one's own password; every other login of one's ends with it. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { fieldErrors, messageOf } from "~/api/errors";
import { changePassword } from "~/api/login";
import { useActKey } from "~/lib/useActKey";
import { announce } from "~/ui/announcer";
import { Button } from "~/ui/Button";
import { PASSWORD_RULE, PasswordField } from "~/ui/Field";
import css from "./account.module.css";

const EMPTY = { current: "", new: "" };

export function ChangePassword() {
  const [body, setBody] = useState(EMPTY);
  const act = useActKey();
  const changing = useMutation({
    mutationFn: () => act(body, (key) => changePassword(body, key)),
    onSuccess: () => {
      setBody(EMPTY);
      announce("Password changed.");
    },
  });
  const errors = fieldErrors(changing.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!changing.isPending) changing.mutate();
  };
  return (
    <section className={css.section} aria-labelledby="password-title">
      <h2 id="password-title">Password</h2>
      <form className={css.password} onSubmit={submit}>
        <PasswordField
          label="Current password"
          name="current-password"
          autoComplete="current-password"
          required
          value={body.current}
          error={errors.current}
          onChange={(event) => setBody({ ...body, current: event.target.value })}
        />
        <PasswordField
          label="New password"
          name="new-password"
          autoComplete="new-password"
          required
          value={body.new}
          hint={PASSWORD_RULE}
          error={errors.new}
          onChange={(event) => setBody({ ...body, new: event.target.value })}
        />
        <Button type="submit" aria-disabled={changing.isPending}>
          {changing.isPending ? "Changing…" : "Change"}
        </Button>
      </form>
      {changing.error && <p className={css.error}>Not changed. {messageOf(changing.error)}</p>}
      {changing.isSuccess && <p className={css.said}>Changed. Your other logins have ended.</p>}
    </section>
  );
}
