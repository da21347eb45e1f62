/** Inviting somebody: the link is mailed, and shown once to be handed on. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { invite } from "~/api/account";
import { fieldErrors, messageOf } from "~/api/errors";
import type { Invitation, Role } from "~/api/types";
import { copyText } from "~/lib/clipboard";
import { useActKey } from "~/lib/useActKey";
import { capitalised } from "~/lib/words";
import { useLogin } from "~/login/LoginProvider";
import { announce } from "~/ui/announcer";
import { Button } from "~/ui/Button";
import { SelectField, TextField } from "~/ui/Field";
import css from "./account.module.css";

export function Invite() {
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("engineer");
  const act = useActKey();
  const body = { email: email.trim(), role };
  const inviting = useMutation({
    mutationFn: () => act(body, (key) => invite(body, key)),
    onSuccess: () => {
      setEmail("");
      announce("Invited. The link is on the page.");
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!inviting.isPending) inviting.mutate();
  };
  return (
    <section className={css.section} aria-labelledby="invite-title">
      <h2 id="invite-title">Invite</h2>
      <form className={css.invite} onSubmit={submit}>
        <TextField
          label="Work email"
          type="email"
          autoComplete="off"
          required
          value={email}
          error={fieldErrors(inviting.error).email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <RoleField role={role} onRole={setRole} />
        <Button type="submit" look="primary" aria-disabled={inviting.isPending}>
          {inviting.isPending ? "Inviting…" : "Invite"}
        </Button>
      </form>
      {inviting.error && <p className={css.error}>Not invited. {messageOf(inviting.error)}</p>}
      {inviting.data && <AcceptLink invitation={inviting.data} />}
    </section>
  );
}

function RoleField({ role, onRole }: { role: Role; onRole: (role: Role) => void }) {
  return (
    <SelectField label="Role" value={role} onChange={(event) => onRole(event.target.value as Role)}>
      {useGrantableRoles().map((each) => (
        <option key={each} value={each}>
          {capitalised(each)}
        </option>
      ))}
    </SelectField>
  );
}

/** Only a role owner grants role owner. */
function useGrantableRoles(): Role[] {
  const { user } = useLogin();
  const roles: Role[] = ["engineer", "admin", "viewer"];
  return user.role === "owner" ? [...roles, "owner"] : roles;
}

function AcceptLink({ invitation }: { invitation: Invitation }) {
  return (
    <div className={css.link}>
      <p className={css.said}>
        {invitation.email} is invited as {invitation.role}. This link is shown once:
      </p>
      <code>{invitation.accept_url}</code>
      <Button onClick={() => copyText(invitation.accept_url, "Link")}>Copy</Button>
    </div>
  );
}
