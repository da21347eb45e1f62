/** The screens for signing in, registering, accepting an invitation, and passwords. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { signedOut } from "~/api/gate";
import { acceptInvitation, register } from "~/api/login";
import { isReloading } from "~/api/pageUser";
import { page } from "~/lib/page";
import { SignInForm } from "~/login/SignInForm";
import { TextField } from "~/ui/Field";
import { EntryCard } from "./EntryCard";
import { NewUserForm } from "./NewUserForm";
import { OptionalUsername } from "./OptionalUsername";
import { ForgotPassword, ResetPassword } from "./PasswordScreens";

export type Entry = "login" | "register" | "invite" | "forgot" | "reset";

export default function EntryScreens({ entry }: { entry: Entry }) {
  if (entry === "register") return <Register />;
  if (entry === "forgot") return <ForgotPassword />;
  if (entry === "reset") return <ResetPassword />;
  return entry === "invite" ? <Invite /> : <SignIn />;
}

/** Enters the app at the address that the user wanted. If another user signed in, the page reloads, which clears what was cached. */
function useEnter(): () => void {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  return () => {
    const target = ownPath(search.get("next"));
    if (isReloading.get()) return page.open(target);
    signedOut.set(false);
    queries.clear();
    navigate(target, { replace: true });
  };
}

/** Accepts only a path of this app: `next` must not lead to a foreign site. */
function ownPath(next: string | null): string {
  if (!next?.startsWith("/") || !URL.canParse(next, location.origin)) return "/";
  return new URL(next, location.origin).origin === location.origin ? next : "/";
}

function SignIn() {
  const enter = useEnter();
  const [search] = useSearchParams();
  const query = search.size > 0 ? `?${search}` : "";
  return (
    <EntryCard
      title="Sign in"
      other={
        <>
          <Link to="/forgot-password">Forgot your password?</Link> New here?{" "}
          <Link to={`/register${query}`}>Register your account</Link>
        </>
      }
    >
      <SignInForm onDone={enter} />
    </EntryCard>
  );
}

function Register() {
  const enter = useEnter();
  const [accountName, setAccountName] = useState("");
  const [email, setEmail] = useState("");
  return (
    <EntryCard
      title="Register"
      other={
        <>
          Have a login? <Link to="/login">Sign in</Link>
        </>
      }
    >
      <NewUserForm
        verb="Register"
        busy="Registering…"
        labels={ACCOUNT_LABELS}
        send={(user, key) =>
          register({ ...user, account_name: accountName.trim(), email: email.trim() }, key)
        }
        onDone={enter}
      >
        {(errors) => (
          <AccountFields
            accountName={accountName}
            email={email}
            errors={errors}
            onAccountName={setAccountName}
            onEmail={setEmail}
          />
        )}
      </NewUserForm>
    </EntryCard>
  );
}

const ACCOUNT_LABELS = { account_name: "Company", email: "Work email" };

interface AccountFieldsProps {
  accountName: string;
  email: string;
  errors: Record<string, string>;
  onAccountName: (name: string) => void;
  onEmail: (email: string) => void;
}

function AccountFields({ accountName, email, errors, ...on }: AccountFieldsProps) {
  return (
    <>
      <TextField
        label="Company"
        name="organization"
        autoComplete="organization"
        required
        value={accountName}
        error={errors.account_name}
        onChange={(event) => on.onAccountName(event.target.value)}
      />
      <TextField
        label="Work email"
        type="email"
        name="email"
        autoComplete="username"
        required
        value={email}
        error={errors.email}
        onChange={(event) => on.onEmail(event.target.value)}
      />
    </>
  );
}

function Invite() {
  const enter = useEnter();
  const [search] = useSearchParams();
  const token = search.get("token") ?? "";
  const other = (
    <>
      Have a login? <Link to="/login">Sign in</Link>
    </>
  );
  if (!token) {
    return (
      <EntryCard title="Accept invitation" other={other}>
        <p>This address contains no invitation. Open the complete link that you were given.</p>
      </EntryCard>
    );
  }
  return (
    <EntryCard title="Accept invitation" other={other}>
      <NewUserForm
        verb="Join"
        busy="Joining…"
        send={(user, key) => acceptInvitation({ ...user, token }, key)}
        onDone={enter}
      >
        {() => <OptionalUsername />}
      </NewUserForm>
    </EntryCard>
  );
}
