/** What an admin chose of the audit log, and the same as the API takes it. */
import type { AuditFilter } from "~/api/auditLog";

export interface Chosen {
  /** Each empty: all. The days are `2026-11-28` in the viewer's time zone, both included. */
  actor: string;
  action: string;
  from: string;
  to: string;
}

export const ALL: Chosen = { actor: "", action: "", from: "", to: "" };

export function filterOf({ actor, action, from, to }: Chosen): AuditFilter {
  return {
    ...(actor && { actor }),
    ...(action && { action }),
    ...(from && { from: midnight(from, 0) }),
    ...(to && { to: midnight(to, 1) }),
  };
}

/** The beginning of the day that is `later` days after `day`. */
function midnight(day: string, later: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}
