/** Statistics over the account's history, and the tables that they can be downloaded as. Days are those of the browser's time zone. */
import { client, unwrap } from "./client";
import type { components } from "./schema";

export type EscalationFigures = components["schemas"]["EscalationAnalytics"];
export type SessionFigures = components["schemas"]["SessionAnalytics"];
export type FixFigures = components["schemas"]["FixAnalytics"];
export type Period = EscalationFigures["period"];

const FIGURES = "/api/v1/analytics/flowpilot";

const over = (period: Period) => ({ params: { query: { period, tz: zoneHere() } } });

/** Viewers may not read them. */
export function fetchEscalationFigures(period: Period): Promise<EscalationFigures> {
  const answer = unwrap(client.GET(`${FIGURES}/escalations`, over(period)));
  return answer as Promise<EscalationFigures>;
}

export function fetchSessionFigures(period: Period): Promise<SessionFigures> {
  return unwrap(client.GET(`${FIGURES}/sessions`, over(period))) as Promise<SessionFigures>;
}

export function fetchFixFigures(period: Period): Promise<FixFigures> {
  return unwrap(client.GET(`${FIGURES}/fixes`, over(period))) as Promise<FixFigures>;
}

/** The address of a file. */
export function figuresFile(table: "escalations" | "sessions" | "fixes", period: Period): string {
  const query = new URLSearchParams({ period, tz: zoneHere() ?? "", format: "csv" });
  if (!zoneHere()) query.delete("tz");
  return `${FIGURES}/${table}?${query}`;
}

function zoneHere(): string | undefined {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
