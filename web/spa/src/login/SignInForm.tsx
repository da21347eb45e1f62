/** Work email and password. One message for a wrong address and a wrong password. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, type RefObject, useState } from "react";
import { signIn } from "~/api/login";
import type { SignedIn } from "~/api/types";
import { useActKey } from "~/lib/useActKey";
import { Button } from "~/ui/Button";
import { PasswordField, TextField } from "~/ui/Field";
import { ErrorSummary } from "./ErrorSummary";
import css from "./login.module.css";

interface SignInFormProps {
  email?: string;
  /** The password's field, for who wants to put the focus there. */
  passwordField?: RefObject<HTMLInputElement | null>;
  onDone: (signedIn: SignedIn) => void;
}

export function SignInForm({ email: known = "", passwordField, onDone }: SignInFormProps) {
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState("");
  const act = useActKey();
  const credentials = { email: email.trim(), password };
  const signing = useMutation({
    mutationFn: () => act(credentials, (key) => signIn(credentials, key)),
    onSuccess: onDone,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!signing.isPending) signing.mutate();
  };
  return (
    <form className={css.form} onSubmit={submit}>
      <ErrorSummary error={signing.error} />
      <TextField
        label="Work email"
        type="email"
        name="email"
        autoComplete="username"
        required
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <PasswordField
        ref={passwordField}
        label="Password"
        name="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Button type="submit" look="primary" aria-disabled={signing.isPending}>
        {signing.isPending ? "Signing in…" : "Sign in"}
      </Button>
    </form>
  );
}
