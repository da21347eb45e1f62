/** The account's audit log. */
import { client, unwrap } from "./client";
import type { components } from "./schema";
import type { Page } from "./types";

export type AuditEntry = components["schemas"]["AuditEntry"];

/** Which lines are wanted; what is missing does not restrict. Times in RFC 3339; `to` is not included. */
export interface AuditFilter {
  /** A member's id, or the name of somebody who is no member. */
  actor?: string;
  /** An action, or its first word for all of its kind. */
  action?: string;
  from?: string;
  to?: string;
}

const AUDIT_LOG = "/api/v1/account/audit-log";

export function fetchAuditLog(
  filter: AuditFilter,
  cursor: string | null,
): Promise<Page<AuditEntry>> {
  const query = { ...filter, ...(cursor ? { cursor } : {}) };
  const page = unwrap(client.GET(AUDIT_LOG, { params: { query } }));
  // A string only as CSV.
  return page as Promise<Page<AuditEntry>>;
}

/** The address of the same lines as CSV, all of them. */
export function auditLogFile(filter: AuditFilter): string {
  return `${AUDIT_LOG}?${new URLSearchParams({ ...filter, format: "csv" })}`;
}
