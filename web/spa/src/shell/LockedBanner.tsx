/** Stands on every screen while billing locks the account, and says who can do what about it. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useLocation } from "react-router";
import { fetchMembers } from "~/api/account";
import { billingLock } from "~/api/gate";
import { keys } from "~/api/keys";
import { classes } from "~/lib/classes";
import { useStore } from "~/lib/store";
import { useLogin } from "~/login/LoginProvider";
import css from "./shell.module.css";

export function LockedBanner() {
  const lock = useStore(billingLock);
  const isInert = useIsScreenInert();
  const banner = useRef<HTMLElement>(null);
  useEffect(() => {
    // What had the focus has just become inert.
    if (isInert && document.activeElement === document.body) banner.current?.focus();
  }, [isInert]);
  if (!lock) return null;
  // With the screen inert the banner is all that is left to read and use.
  const Landmark = isInert ? "main" : "section";
  const Title = isInert ? "h1" : "strong";
  return (
    <Landmark ref={banner} tabIndex={-1} aria-label="Plan" className={classes(css.bar, css.locked)}>
      <Title className={css.lockedTitle}>
        {lock.plan ? "Your plan has ended." : "This account has no plan."}
      </Title>
      <span>Your data is kept.</span>
      <WayOut billingUrl={lock.billingUrl} />
    </Landmark>
  );
}

/** While locked nothing is read or written: what the screen has stays, dimmed. The account's own screen always works. */
export function useIsScreenInert(): boolean {
  const { pathname } = useLocation();
  return useStore(billingLock) !== null && pathname !== "/account";
}

function WayOut({ billingUrl }: { billingUrl: string | null }) {
  const { user } = useLogin();
  const mayPay = user.role === "owner" || user.role === "admin";
  if (!mayPay) return <AskOwner />;
  return billingUrl ? <a href={billingUrl}>Go to billing</a> : null;
}

function AskOwner() {
  const members = useQuery({ queryKey: keys.members, queryFn: fetchMembers });
  const owners = members.data?.filter((member) => member.role === "owner" && member.is_active);
  const names = owners?.map((owner) => owner.name).join(" or ");
  return <span>Ask {names || "the role owner"} to renew it.</span>;
}
