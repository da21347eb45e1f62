/** Asks for the login in place when it ended during work, so that everything typed is kept. */
import { useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { signedOut } from "~/api/gate";
import { isOtherUser } from "~/api/pageUser";
import type { SignedIn } from "~/api/types";
import { page } from "~/lib/page";
import { useLogin } from "~/login/LoginProvider";
import { Dialog } from "~/ui/Dialog";
import { SignInForm } from "./SignInForm";

export default function SignInDialog() {
  const { user } = useLogin();
  const queries = useQueryClient();
  const password = useRef<HTMLInputElement>(null);
  const goOn = (signedIn: SignedIn) => {
    // Another user must not see a screen that was loaded for the first one.
    if (isOtherUser(signedIn.user.id)) return page.open("/pilot");
    signedOut.set(false);
    void queries.invalidateQueries();
  };
  return (
    <Dialog title="You are signed out" initialFocus={password}>
      <p>Sign in again to continue. What you typed is kept.</p>
      <SignInForm email={user.email} passwordField={password} onDone={goOn} />
    </Dialog>
  );
}
