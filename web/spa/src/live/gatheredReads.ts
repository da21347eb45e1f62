/**
 * Reads a cached list again after events. The first event reads at once; events that arrive during the call cause one more call after it.
 * A burst of hundreds of events therefore neither cancels the call again and again nor asks once per event.
 */
import type { QueryClient, QueryKey } from "@tanstack/react-query";

type State = "reading" | "outdated";

/** Long enough for the browser to show what the event itself says. */
const AFTER_PAINT_MS = 60;

const statesOf = new WeakMap<QueryClient, Map<string, State>>();

export function readAgain(queries: QueryClient, queryKey: QueryKey): void {
  const states = statesOf.get(queries) ?? new Map<string, State>();
  statesOf.set(queries, states);
  const name = JSON.stringify(queryKey);
  if (states.has(name)) {
    states.set(name, "outdated");
    // Also a list that is not on the screen has to be read when it is shown.
    void queries.invalidateQueries({ queryKey, refetchType: "none" });
  } else void readUntilCurrent(queries, queryKey, states, name);
}

/** The same, once the browser has shown what the event itself says: the calls and their answers would delay that. */
export function readAgainAfterPaint(queries: QueryClient, queryKey: QueryKey): void {
  // Nothing may take the cached answer for a current one until then.
  void queries.invalidateQueries({ queryKey, refetchType: "none" });
  setTimeout(() => readAgain(queries, queryKey), AFTER_PAINT_MS);
}

async function readUntilCurrent(
  queries: QueryClient,
  queryKey: QueryKey,
  states: Map<string, State>,
  name: string,
): Promise<void> {
  do {
    states.set(name, "reading");
    // A call that began before the event is cancelled, because its answer may lack the change.
    await queries.invalidateQueries({ queryKey });
  } while (states.get(name) === "outdated");
  states.delete(name);
}
