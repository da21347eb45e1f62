/** Invalidates answers that many events in a row outdate, at most twice a second. */
import type { QueryClient, QueryKey } from "@tanstack/react-query";

const GATHER_MS = 500;

const waiting = new Set<string>();

export function staleSoon(queries: QueryClient, queryKey: QueryKey): void {
  const name = queryKey.join(" ");
  if (waiting.has(name)) return;
  waiting.add(name);
  setTimeout(() => {
    waiting.delete(name);
    void queries.invalidateQueries({ queryKey });
  }, GATHER_MS);
}
