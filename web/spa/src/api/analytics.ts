/** Statistics over the account's history. */
import { client, unwrap } from "./client";
import type { components } from "./schema";

export type EscalationFigures = components["schemas"]["EscalationAnalytics"];

/** Covers the last 30 days. */
export function fetchEscalationFigures(): Promise<EscalationFigures> {
  return unwrap(client.GET("/api/v1/analytics/flowpilot/escalations"));
}
