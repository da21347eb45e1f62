/** The login ended in the middle of work: signing in happens in place, and everything typed is still there after it. */
import { useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { signedOut } from "~/api/gate";
import type { SignedIn } from "~/api/types";
import { useLogin } from "~/login/LoginProvider";
import { Dialog } from "~/ui/Dialog";
import { SignInForm } from "./SignInForm";

export default function SignInDialog() {
  const { user } = useLogin();
  const queries = useQueryClient();
  const password = useRef<HTMLInputElement>(null);
  const goOn = (signedIn: SignedIn) => {
    // Somebody else at this browser must not see a screen that was read for another person.
    if (signedIn.user.id !== user.id) return window.location.assign("/pilot");
    signedOut.set(false);
    void queries.invalidateQueries();
  };
  return (
    <Dialog title="You are signed out" initialFocus={password}>
      <p>Sign in again to go on. What you typed is kept.</p>
      <SignInForm email={user.email} passwordField={password} onDone={goOn} />
    </Dialog>
  );
}
