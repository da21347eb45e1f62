/** A forgotten password: requesting the link, and setting a new password with it. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { Link, useSearchParams } from "react-router";
import { fieldErrors } from "~/api/errors";
import { forgotPassword, resetPassword } from "~/api/login";
import { useFirstWrongField } from "~/lib/formErrors";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { ErrorSummary } from "~/login/ErrorSummary";
import css from "~/login/login.module.css";
import { announce } from "~/ui/announcer";
import { Button } from "~/ui/Button";
import { PASSWORD_RULE, PasswordField, TextField } from "~/ui/Field";
import { EntryCard } from "./EntryCard";
import { OptionalUsername } from "./OptionalUsername";

const BACK = <Link to="/login">Back to sign in</Link>;

/** Shows the same text whether or not a user has this address. */
export function ForgotPassword() {
  const [email, setEmail] = useState("");
  const sendOnce = useIdempotencyKey();
  const address = email.trim();
  const asking = useMutation({
    mutationFn: () => sendOnce(address, (key) => forgotPassword(address, key)),
    onSuccess: () => announce("Link requested. Check your mail."),
  });
  const form = useRef<HTMLFormElement>(null);
  useFirstWrongField(form, asking.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!asking.isPending) asking.mutate();
  };
  if (asking.isSuccess) {
    return (
      <EntryCard title="Check your mail" other={BACK}>
        <p>
          If {address} signs in here, a link to set a new password is on its way. It works once, and
          for an hour.
        </p>
      </EntryCard>
    );
  }
  return (
    <EntryCard title="Forgot password" other={BACK}>
      <form ref={form} className={css.form} onSubmit={submit}>
        <ErrorSummary error={asking.error} labels={{ email: "Work email" }} />
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
  const again = <Link to="/forgot-password">Request a new link</Link>;
  if (isDone) {
    return (
      <EntryCard title="Password set" other={<Link to="/login">Sign in</Link>}>
        <p>Your new password is set. All open logins have ended.</p>
      </EntryCard>
    );
  }
  if (!token) {
    return (
      <EntryCard title="Set a new password" other={again}>
        <p>This address contains no link. Open the complete link from the mail.</p>
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
  const sendOnce = useIdempotencyKey();
  const body = { token, password };
  const setting = useMutation({
    mutationFn: () => sendOnce(body, (key) => resetPassword(body, key)),
    onSuccess: onDone,
  });
  const form = useRef<HTMLFormElement>(null);
  useFirstWrongField(form, setting.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!setting.isPending) setting.mutate();
  };
  return (
    <form ref={form} className={css.form} onSubmit={submit}>
      <ErrorSummary error={setting.error} labels={{ password: "New password" }} />
      <OptionalUsername />
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
