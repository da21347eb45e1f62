/** The steps of a session in the cache: pages, oldest first. Steps are only ever appended; their text never changes. */
import type { QueryClient } from "@tanstack/react-query";
import { keys } from "~/api/keys";
import { fetchSteps } from "~/api/sessions";
import type { Page, Step } from "~/api/types";
import { patch } from "./patches";

export type StepPages = Page<Step>[];

export function stepsIn(pages: StepPages): Step[] {
  return pages.flatMap((page) => page.items);
}

/** Inserts a step from the answer to a write, before the event about it arrives. */
export function addStep(queries: QueryClient, sessionId: string, step: Step): void {
  patch<StepPages>(queries, keys.steps(sessionId), (pages) => withSteps(pages, [step]));
}

/** Reads one step again, because its data changed. */
export async function refetchStep(queries: QueryClient, sessionId: string, stepId: string) {
  const pages = queries.getQueryData<StepPages>(keys.steps(sessionId)) ?? [];
  const known = stepsIn(pages).find((step) => step.id === stepId);
  if (!known) return;
  try {
    const { items } = await fetchSteps(sessionId, String(known.index - 1), 1);
    patch<StepPages>(queries, keys.steps(sessionId), (now) => withSteps(now, items));
  } catch {
    void queries.invalidateQueries({ queryKey: keys.steps(sessionId), exact: true });
  }
}

/** Adds the newest page to the cached ones. If there is a gap between them, the steps are refetched. */
export function addNewest(queries: QueryClient, sessionId: string, newest: Step[]): void {
  const queryKey = keys.steps(sessionId);
  const known = queries.getQueryData<StepPages>(queryKey);
  const isWhole = known && newest[0] && newest[0].index <= nextIndex(known);
  // A fetch in progress would overwrite the steps with an older state.
  if (isWhole && !queries.isFetching({ queryKey, exact: true })) {
    queries.setQueryData<StepPages>(queryKey, withSteps(known, newest));
  } else void queries.invalidateQueries({ queryKey, exact: true });
}

function nextIndex(pages: StepPages): number {
  return (stepsIn(pages).at(-1)?.index ?? -1) + 1;
}

function withSteps(pages: StepPages, fresh: Step[]): StepPages {
  const byId = new Map(fresh.map((step) => [step.id, step]));
  const renewed = pages.map((page) => ({
    ...page,
    items: page.items.map((step) => byId.get(step.id) ?? step),
  }));
  const known = new Set(stepsIn(pages).map((step) => step.id));
  const added = fresh.filter((step) => !known.has(step.id));
  const last = renewed.at(-1) ?? { items: [], next_cursor: null };
  const items = [...last.items, ...added].sort((a, b) => a.index - b.index);
  return [...renewed.slice(0, -1), { ...last, items }];
}
