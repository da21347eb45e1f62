/** Conditions that block the whole API: the user is signed out while working, or the account is locked by billing. */
import { createStore } from "~/lib/store";

export interface BillingLock {
  plan: string | null;
  status: string | null;
  billingUrl: string | null;
}

export const signedOut = createStore(false);
export const billingLock = createStore<BillingLock | null>(null);

/** Reads the `detail` of a 402. */
export function lockOf(detail: Record<string, unknown>): BillingLock {
  const text = (value: unknown) => (typeof value === "string" ? value : null);
  return {
    plan: text(detail.plan),
    status: text(detail.status),
    billingUrl: text(detail.billing_url),
  };
}
