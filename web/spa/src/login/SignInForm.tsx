/** Work email and password. The message is the same for a wrong address and a wrong password. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, type RefObject, useRef, useState } from "react";
import { fieldErrors } from "~/api/errors";
import { signIn } from "~/api/login";
import type { SignedIn } from "~/api/types";
import { useFirstWrongField } from "~/lib/formErrors";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { Button } from "~/ui/Button";
import { PasswordField, TextField } from "~/ui/Field";
import { ErrorSummary } from "./ErrorSummary";
import css from "./login.module.css";

interface SignInFormProps {
  email?: string;
  /** The password field, for a caller that wants to focus it. */
  passwordField?: RefObject<HTMLInputElement | null>;
  onDone: (signedIn: SignedIn) => void;
}

const LABELS = { email: "Work email", password: "Password" };

export function SignInForm({ email: known = "", passwordField, onDone }: SignInFormProps) {
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState("");
  const sendOnce = useIdempotencyKey();
  const credentials = { email: email.trim(), password };
  const signing = useMutation({
    mutationFn: () => sendOnce(credentials, (key) => signIn(credentials, key)),
    onSuccess: onDone,
  });
  const form = useRef<HTMLFormElement>(null);
  useFirstWrongField(form, signing.error);
  const errors = fieldErrors(signing.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!signing.isPending) signing.mutate();
  };
  return (
    <form ref={form} className={css.form} onSubmit={submit}>
      <ErrorSummary error={signing.error} labels={LABELS} />
      <TextField
        label="Work email"
        type="email"
        name="email"
        autoComplete="username"
        required
        value={email}
        error={errors.email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <PasswordField
        ref={passwordField}
        label="Password"
        name="password"
        autoComplete="current-password"
        required
        value={password}
        error={errors.password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Button type="submit" look="primary" aria-disabled={signing.isPending}>
        {signing.isPending ? "Signing in…" : "Sign in"}
      </Button>
    </form>
  );
}
