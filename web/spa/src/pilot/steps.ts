/** The record of a session as the chat shows it. Steps are only ever appended, so a page that is full is never read again. */
import { type QueryClient, queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { keys } from "~/api/keys";
import { fetchSteps } from "~/api/sessions";
import type { Page, ReplyData, Step } from "~/api/types";

type Pages = Page<Step>[];

export function useSteps(sessionId: string, enabled = true) {
  const queries = useQueryClient();
  return useQuery({ ...stepsOf(queries, sessionId), select: flat, enabled });
}

export function stepsOf(queries: QueryClient, sessionId: string) {
  return queryOptions({
    queryKey: keys.steps(sessionId),
    queryFn: () => readOn(queries, sessionId),
  });
}

async function readOn(queries: QueryClient, sessionId: string): Promise<Pages> {
  const known = queries.getQueryData<Pages>(keys.steps(sessionId)) ?? [];
  const pages = known.slice(0, -1);
  let cursor = pages.at(-1)?.next_cursor ?? null;
  do {
    const page = await fetchSteps(sessionId, cursor);
    pages.push(page);
    cursor = page.next_cursor;
  } while (cursor);
  return pages;
}

function flat(pages: Pages): Step[] {
  return pages.flatMap((page) => page.items);
}

/** Puts a step that a write answered with at its place, before the event about it arrives. */
export function addStep(queries: QueryClient, sessionId: string, step: Step): void {
  queries.setQueryData<Pages>(keys.steps(sessionId), (pages) => {
    if (!pages || flat(pages).some((known) => known.id === step.id)) return pages;
    const last = pages.at(-1) ?? { items: [], next_cursor: null };
    return [...pages.slice(0, -1), { ...last, items: [...last.items, step] }];
  });
}

export function replyData(step: Step): ReplyData {
  return step.data as ReplyData;
}

/** The reply whose text this step holds, if it holds one. */
export function replyIdOf(step: Step): string | undefined {
  return step.kind === "assistant_message" ? replyData(step).reply_id : undefined;
}
