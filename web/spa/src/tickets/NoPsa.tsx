/** The screen of an account that has connected no ticket system. */
import { isAdmin } from "~/account/roles";
import { useLogin } from "~/login/LoginProvider";
import { ButtonLink } from "~/ui/Button";
import { EmptyState } from "~/ui/EmptyState";
import kit from "~/ui/kit.module.css";
import { ScreenTitle } from "~/ui/ScreenTitle";

export function NoPsa() {
  const { user } = useLogin();
  return (
    <>
      <header className={kit.bar}>
        <ScreenTitle>Tickets</ScreenTitle>
      </header>
      <EmptyState
        fact="No ticket system is connected."
        hint={
          isAdmin(user)
            ? "Connect ConnectWise PSA, HaloPSA or Autotask, and its tickets appear here."
            : "An admin can connect ConnectWise PSA, HaloPSA or Autotask in the account's settings."
        }
      >
        {isAdmin(user) && <ButtonLink to="/account#psa">Connect a ticket system</ButtonLink>}
      </EmptyState>
    </>
  );
}
