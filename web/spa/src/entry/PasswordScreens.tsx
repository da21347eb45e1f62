/** A forgotten password: asking for the link, and setting a new one with it. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Link, useSearchParams } from "react-router";
import { fieldErrors } from "~/api/errors";
import { forgotPassword, resetPassword } from "~/api/login";
import { useActKey } from "~/lib/useActKey";
import { ErrorSummary } from "~/login/ErrorSummary";
import css from "~/login/login.module.css";
import { announce } from "~/ui/announcer";
import { Button } from "~/ui/Button";
import { PASSWORD_RULE, PasswordField, TextField } from "~/ui/Field";
import { EntryCard } from "./EntryCard";

const BACK = <Link to="/login">Back to sign in</Link>;

/** Says the same whether somebody has this address or not. */
export function ForgotPassword() {
  const [email, setEmail] = useState("");
  const act = useActKey();
  const address = email.trim();
  const asking = useMutation({
    mutationFn: () => act(address, (key) => forgotPassword(address, key)),
    onSuccess: () => announce("Asked for. Look into your mail."),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!asking.isPending) asking.mutate();
  };
  if (asking.isSuccess) {
    return (
      <EntryCard title="Look into your mail" other={BACK}>
        <p>
          If {address} signs in here, a link to set a new password is on its way. It works once, and
          for an hour.
        </p>
      </EntryCard>
    );
  }
  return (
    <EntryCard title="Forgot password" other={BACK}>
      <form className={css.form} onSubmit={submit}>
        <ErrorSummary error={asking.error} />
        <TextField
          label="Work email"
          type="email"
          name="email"
          autoComplete="username"
          required
          value={email}
          error={fieldErrors(asking.error).email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <Button type="submit" look="primary" aria-disabled={asking.isPending}>
          {asking.isPending ? "Asking…" : "Send me a link"}
        </Button>
      </form>
    </EntryCard>
  );
}

export function ResetPassword() {
  const [search] = useSearchParams();
  const token = search.get("token") ?? "";
  const [isDone, setIsDone] = useState(false);
  const again = <Link to="/forgot-password">Ask for a new link</Link>;
  if (isDone) {
    return (
      <EntryCard title="Password set" other={<Link to="/login">Sign in</Link>}>
        <p>Your new password holds. Every login that was open has ended.</p>
      </EntryCard>
    );
  }
  if (!token) {
    return (
      <EntryCard title="Set a new password" other={again}>
        <p>This address has no link in it. Open the whole link that you were mailed.</p>
      </EntryCard>
    );
  }
  return (
    <EntryCard title="Set a new password" other={again}>
      <NewPasswordForm token={token} onDone={() => setIsDone(true)} />
    </EntryCard>
  );
}

function NewPasswordForm({ token, onDone }: { token: string; onDone: () => void }) {
  const [password, setPassword] = useState("");
  const act = useActKey();
  const body = { token, password };
  const setting = useMutation({
    mutationFn: () => act(body, (key) => resetPassword(body, key)),
    onSuccess: onDone,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!setting.isPending) setting.mutate();
  };
  return (
    <form className={css.form} onSubmit={submit}>
      <ErrorSummary error={setting.error} />
      <PasswordField
        label="New password"
        name="new-password"
        autoComplete="new-password"
        required
        value={password}
        hint={PASSWORD_RULE}
        error={fieldErrors(setting.error).password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Button type="submit" look="primary" aria-disabled={setting.isPending}>
        {setting.isPending ? "Setting…" : "Set password"}
      </Button>
    </form>
  );
}
