/** A 403 or 404 means that the user lost the right to read something, so the cached answer is removed. */
import type { QueryClient, QueryKey } from "@tanstack/react-query";
import { type ApiError, isStatus } from "~/api/errors";
import { keys } from "~/api/keys";
import { rowOf } from "./patches";

/** Sessions that this page showed before the user lost the right to read them. */
const lost = new Set<string>();

export function wasDropped(sessionId: string): boolean {
  return lost.has(sessionId);
}

/** Called for every failed query, see `app/queries.ts`. */
export function dropRefused(queries: QueryClient, queryKey: QueryKey, error: unknown): void {
  if (!isRefusal(error)) return;
  const [noun, id, part] = queryKey;
  const isSession = noun === "session" && (part === undefined || part === "steps");
  if (isSession) dropSession(queries, String(id), error);
  else forget(queries, queryKey, error);
}

export function isRefusal(error: unknown): error is ApiError {
  return isStatus(error, 403) || isStatus(error, 404);
}

/** Removes everything about a session that the user may no longer read, including its row in the lists. */
export function dropSession(queries: QueryClient, id: string, error: Error): void {
  if (queries.getQueryData(keys.session(id)) !== undefined) lost.add(id);
  for (const { queryKey } of queries.getQueryCache().findAll({ queryKey: keys.session(id) })) {
    forget(queries, queryKey, error);
  }
  if (rowOf(queries, id)) void queries.invalidateQueries({ queryKey: keys.sessions });
}

function forget(queries: QueryClient, queryKey: QueryKey, error: Error): void {
  const query = queries.getQueryCache().find({ queryKey, exact: true });
  query?.setState({ data: undefined, error, status: "error", fetchStatus: "idle" });
}
