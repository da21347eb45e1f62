/** What stands between the user and the API as a whole: signed out in the middle of work, or locked by billing. */
import { createStore } from "~/lib/store";

export interface BillingLock {
  plan: string | null;
  status: string | null;
  billingUrl: string | null;
}

export const signedOut = createStore(false);
export const billingLock = createStore<BillingLock | null>(null);

/** From the `detail` of a 402. */
export function lockOf(detail: Record<string, unknown>): BillingLock {
  const text = (value: unknown) => (typeof value === "string" ? value : null);
  return {
    plan: text(detail.plan),
    status: text(detail.status),
    billingUrl: text(detail.billing_url),
  };
}
