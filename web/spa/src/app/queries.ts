/** Creates the query cache and its defaults. */
import { QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiError } from "~/api/errors";
import { dropRefused } from "~/live/refusals";

const MAX_RETRIES = 2;

export function createQueries(): QueryClient {
  const queries = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => dropRefused(queries, query.queryKey, error),
    }),
    defaultOptions: {
      queries: { staleTime: 10_000, retry: isWorthRetrying },
      // An offline write fails at once and keeps the text. A paused write would be sent long after the user forgot it.
      mutations: { networkMode: "always", retry: false },
    },
  });
  return queries;
}

/** An error with a reason would be the same on a retry; a missing answer or a server error may be temporary. */
function isWorthRetrying(failures: number, error: Error): boolean {
  const isPassing = !(error instanceof ApiError) || error.status === 0 || error.status >= 500;
  return isPassing && failures < MAX_RETRIES;
}
