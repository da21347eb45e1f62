/** The list of scripts for a filter. The rows stay while the next filter loads, and an older request is cancelled. */
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { keys } from "~/api/keys";
import { fetchScripts, type ScriptFilter } from "~/api/scripts";

export type Scripts = ReturnType<typeof useScripts>;

export function useScripts(filter: ScriptFilter) {
  const list = useInfiniteQuery({
    queryKey: keys.scriptList(filter),
    queryFn: ({ pageParam, signal }) => fetchScripts(filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
  });
  return {
    ...list,
    rows: list.data?.pages.flatMap(({ items }) => items),
    totals: list.data?.pages[0]?.totals,
  };
}
