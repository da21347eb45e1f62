/** The form that invites a member. The server mails the link, and the list shows it for passing on. */
import { useMutation } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import { invite } from "~/api/account";
import { fieldErrors, hasCode, messageOf } from "~/api/errors";
import type { Role } from "~/api/types";
import { formErrors, useFirstWrongField } from "~/lib/formErrors";
import { capitalised } from "~/lib/text";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { useLogin } from "~/login/LoginProvider";
import { announce } from "~/ui/announcer";
import { Button } from "~/ui/Button";
import { SelectField, TextField } from "~/ui/Field";
import css from "./account.module.css";
import invitationCss from "./invitations.module.css";
import { rolesToGive } from "./roles";
import { useSent } from "./useSent";

const LABELS = { email: "Work email", role: "Role" };

export function Invite() {
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("engineer");
  const form = useRef<HTMLFormElement>(null);
  const inviting = useInvite(() => setEmail(""));
  useFirstWrongField(form, inviting.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!inviting.isPending) inviting.mutate({ email: email.trim(), role });
  };
  return (
    <form
      ref={form}
      className={invitationCss.invite}
      aria-label="Invite somebody"
      onSubmit={submit}
    >
      <TextField
        label="Work email"
        type="email"
        autoComplete="off"
        required
        value={email}
        error={emailError(inviting.error)}
        onChange={(event) => {
          setEmail(event.target.value);
          if (inviting.error) inviting.reset();
        }}
      />
      <RoleField role={role} onRole={setRole} />
      <Button type="submit" look="primary" aria-disabled={inviting.isPending}>
        <UserPlus size={16} strokeWidth={1.5} />
        {inviting.isPending ? "Inviting…" : "Invite"}
      </Button>
      {inviting.error && (
        <p className={css.error}>Not invited. {formErrors(inviting.error, LABELS).join(" ")}</p>
      )}
    </form>
  );
}

/** The address of an existing member is also an error of this field. */
function emailError(error: Error | null): string | undefined {
  return hasCode(error, "already_member") ? messageOf(error) : fieldErrors(error).email;
}

function useInvite(onDone: () => void) {
  const showSent = useSent();
  const sendOnce = useIdempotencyKey();
  return useMutation({
    mutationFn: (body: { email: string; role: Role }) => sendOnce(body, (key) => invite(body, key)),
    onSuccess: (sent) => {
      announce(`${sent.email} is invited. The link is in the list.`);
      onDone();
      return showSent(sent);
    },
  });
}

function RoleField({ role, onRole }: { role: Role; onRole: (role: Role) => void }) {
  const { user } = useLogin();
  return (
    <SelectField label="Role" value={role} onChange={(event) => onRole(event.target.value as Role)}>
      {rolesToGive(user).map((each) => (
        <option key={each} value={each}>
          {capitalised(each)}
        </option>
      ))}
    </SelectField>
  );
}
