/** What helps with a session: cases of this desk, guides, scripts and trees. */
import { keepPreviousData, queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { fetchSimilar } from "~/api/cases";
import { keys } from "~/api/keys";
import type { AiSession, Similar } from "~/api/types";

/** The query for what helps with the session in its present state. */
export function similarOf({ id, state_version }: AiSession) {
  return queryOptions({
    queryKey: [...keys.similar(id), state_version],
    queryFn: ({ signal }) => fetchSimilar(id, signal),
    staleTime: 60_000,
  });
}

/** Read anew when the session has changed. While a reply is being written, the answer from before it stays. */
export function useSimilar(aiSession: AiSession): Similar | undefined {
  const queries = useQueryClient();
  const answers = queries.getQueriesData<Similar>({ queryKey: keys.similar(aiSession.id) });
  const isKnown = answers.some(([, answer]) => answer !== undefined);
  const found = useQuery({
    ...similarOf(aiSession),
    enabled: !(aiSession.reply && isKnown),
    placeholderData: keepPreviousData,
  });
  return found.data;
}
