/** Shown on every screen while billing locks the account. Says who can do what about it. */
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
    // The focused element has just become inert, so the banner takes the focus.
    if (isInert && document.activeElement === document.body) banner.current?.focus();
  }, [isInert]);
  if (!lock) return null;
  // While the screen is inert, only the banner can be read and used.
  const Landmark = isInert ? "main" : "section";
  const Title = isInert ? "h1" : "strong";
  return (
    <Landmark ref={banner} tabIndex={-1} aria-label="Plan" className={classes(css.bar, css.locked)}>
      <Title className={css.lockedTitle}>
        {lock.plan ? "Your plan has ended." : "This account has no plan."}
      </Title>
      <span>Your data is kept.</span>
      <BillingAction billingUrl={lock.billingUrl} />
    </Landmark>
  );
}

/** While the account is locked, nothing is read or written. The screen keeps its content, dimmed. The account screen always works. */
export function useIsScreenInert(): boolean {
  const { pathname } = useLocation();
  return useStore(billingLock) !== null && pathname !== "/account";
}

function BillingAction({ billingUrl }: { billingUrl: string | null }) {
  const { user } = useLogin();
  const mayPay = user.role === "owner" || user.role === "admin";
  if (!mayPay) return <OwnerToAsk />;
  return billingUrl ? <a href={billingUrl}>Go to billing</a> : null;
}

function OwnerToAsk() {
  const members = useQuery({ queryKey: keys.members, queryFn: fetchMembers });
  const owners = members.data?.filter((member) => member.role === "owner" && member.is_active);
  const names = owners?.map((owner) => owner.name).join(" or ");
  return <span>Ask {names || "the role owner"} to renew it.</span>;
}
