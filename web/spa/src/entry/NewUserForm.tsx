/** The form for both ways to become a user: registering an account, or accepting an invitation. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { fieldErrors } from "~/api/errors";
import type { SignedIn } from "~/api/types";
import { type Labels, useFirstWrongField } from "~/lib/formErrors";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { ErrorSummary } from "~/login/ErrorSummary";
import css from "~/login/login.module.css";
import { Button } from "~/ui/Button";
import { PASSWORD_RULE, PasswordField, TextField } from "~/ui/Field";

export interface NewUser {
  name: string;
  password: string;
}

interface NewUserFormProps {
  verb: string;
  busy: string;
  /** The labels of the fields in `children`, by their names in the API. */
  labels?: Labels;
  /** Fields that only one of the two ways has; receives the field errors of the last answer. */
  children?: (errors: Record<string, string>) => ReactNode;
  send: (user: NewUser, key: string) => Promise<SignedIn>;
  onDone: () => void;
}

const LABELS = { name: "Your name", password: "Password" };

export function NewUserForm({ verb, busy, labels, children, send, onDone }: NewUserFormProps) {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const sendOnce = useIdempotencyKey();
  const user = { name: name.trim(), password };
  const sending = useMutation({
    mutationFn: () => sendOnce(user, (key) => send(user, key)),
    onSuccess: onDone,
  });
  const form = useRef<HTMLFormElement>(null);
  useFirstWrongField(form, sending.error);
  const errors = fieldErrors(sending.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!sending.isPending) sending.mutate();
  };
  return (
    <form ref={form} className={css.form} onSubmit={submit}>
      <ErrorSummary error={sending.error} labels={{ ...labels, ...LABELS }} />
      {children?.(errors)}
      <TextField
        label="Your name"
        name="name"
        autoComplete="name"
        required
        value={name}
        error={errors.name}
        onChange={(event) => setName(event.target.value)}
      />
      <PasswordField
        label="Password"
        name="new-password"
        autoComplete="new-password"
        required
        value={password}
        hint={PASSWORD_RULE}
        error={errors.password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Button type="submit" look="primary" aria-disabled={sending.isPending}>
        {sending.isPending ? busy : verb}
      </Button>
    </form>
  );
}
