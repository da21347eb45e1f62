/** Updates cached answers without a call, from what an answer or an event contains. */
import type { InfiniteData, QueryClient, QueryKey } from "@tanstack/react-query";
import { keys } from "~/api/keys";
import type { AiSession, Page } from "~/api/types";

type SessionPages = InfiniteData<Page<AiSession>, unknown>;

/** Keeps the age of the cached answer and whether it is stale, because a patch is not a fetch. */
export function patch<T>(queries: QueryClient, queryKey: QueryKey, change: (now: T) => T): void {
  const state = queries.getQueryState<T>(queryKey);
  if (state?.data === undefined) return;
  queries.setQueryData<T>(queryKey, change(state.data), { updatedAt: state.dataUpdatedAt });
  if (state.isInvalidated) {
    void queries.invalidateQueries({ queryKey, exact: true, refetchType: "none" });
  }
}

/** Stores a session that was just fetched under its own key and in the lists that contain it. */
export function putSession(queries: QueryClient, aiSession: AiSession): void {
  queries.setQueryData<AiSession>(keys.session(aiSession.id), aiSession);
  putInLists(queries, aiSession);
}

/** Puts a session that was just opened at the top of the user's list. */
export function addSession(queries: QueryClient, aiSession: AiSession): void {
  if (rowOf(queries, aiSession.id)) return;
  patch<SessionPages>(queries, keys.sessions, ({ pages: [first, ...others], ...list }) => ({
    ...list,
    pages: first ? [{ ...first, items: [aiSession, ...first.items] }, ...others] : [],
  }));
}

/** Stores a known change of a session before the session is refetched. */
export function patchSession(queries: QueryClient, id: string, part: Partial<AiSession>): void {
  patch<AiSession>(queries, keys.session(id), (now) => ({ ...now, ...part }));
  const row = rowOf(queries, id);
  if (row) putInLists(queries, { ...row, ...part });
}

/** Stores which reply is running before the session is refetched. */
export function setReply(queries: QueryClient, id: string, reply: AiSession["reply"]): void {
  patch<AiSession>(queries, keys.session(id), (now) => ({ ...now, reply }));
}

/** The session's row in a session list, if a list contains it. */
export function rowOf(queries: QueryClient, id: string): AiSession | undefined {
  const lists = queries.getQueriesData<SessionPages>({ queryKey: keys.sessions });
  return lists.flatMap(([, list]) => itemsOf(list)).find((row) => row.id === id);
}

function putInLists(queries: QueryClient, aiSession: AiSession): void {
  for (const [queryKey, list] of queries.getQueriesData<SessionPages>({
    queryKey: keys.sessions,
  })) {
    if (itemsOf(list).some((row) => row.id === aiSession.id)) {
      patch<SessionPages>(queries, queryKey, (now) => withRow(now, aiSession));
    }
  }
}

function itemsOf(list: SessionPages | undefined): AiSession[] {
  return list?.pages?.flatMap((page) => page.items) ?? [];
}

/** The list is sorted by last activity, so a row that is now the newest moves to the top. */
function withRow(list: SessionPages, row: AiSession): SessionPages {
  const top = list.pages[0]?.items[0];
  const rises =
    top !== undefined && top.id !== row.id && row.last_activity_at >= top.last_activity_at;
  const pages = list.pages.map((page, index) => {
    if (!rises) return { ...page, items: page.items.map((old) => (old.id === row.id ? row : old)) };
    const others = page.items.filter((old) => old.id !== row.id);
    return { ...page, items: index === 0 ? [row, ...others] : others };
  });
  return { ...list, pages };
}
