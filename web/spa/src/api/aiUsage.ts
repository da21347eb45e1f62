/** What calls to a model cost the account, and its monthly budget. Amounts are millionths of a US dollar. */
import { client, keyed, unwrap } from "./client";
import type { components } from "./schema";

export type AiUsage = components["schemas"]["Usage"];
export type BudgetState = components["schemas"]["BudgetState"];
export type Budget = components["schemas"]["Budget"];

/** The report of the current month; only admins may read it. */
export function fetchAiUsage(): Promise<AiUsage> {
  return unwrap(client.GET("/api/v1/usage/ai"));
}

export function fetchBudgetState(): Promise<BudgetState> {
  return unwrap(client.GET("/api/v1/usage/ai/state"));
}

/** Only a role owner may do this. */
export function setBudget(body: Budget, key: string): Promise<Budget> {
  return unwrap(client.PUT("/api/v1/account/ai-budget", { body, ...keyed(key) }));
}
