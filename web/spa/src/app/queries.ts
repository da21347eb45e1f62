/** The cache of answers and its defaults. */
import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "~/api/errors";

const MOST_RETRIES = 2;

export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 10_000, retry: isWorthRetrying },
      // A write made offline fails at once and keeps the text; held back, it would be sent long after the user forgot it.
      mutations: { networkMode: "always", retry: false },
    },
  });
}

/** An answer with a reason stays the same when asked again; silence or a fault of the server may pass. */
function isWorthRetrying(failures: number, error: Error): boolean {
  const isPassing = !(error instanceof ApiError) || error.status === 0 || error.status >= 500;
  return isPassing && failures < MOST_RETRIES;
}
