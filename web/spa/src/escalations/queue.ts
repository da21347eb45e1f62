/** The escalation queue of this user, and how live events change it. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useLayoutEffect } from "react";
import { fetchQueue, fetchQueueCount, type QueueOrder } from "~/api/handoffs";
import { keys } from "~/api/keys";
import type { Person, QueueItem } from "~/api/types";
import { createStore, useStore } from "~/lib/store";
import type { LiveEvent } from "~/live/events";
import { arrivals, forgetArrival, latestArrival, noteArrival, withArrivals } from "./arrivals";

interface RowId {
  handoff_id: string | null;
  session_id: string;
}

/** Identifies a row. A legacy escalation has no handoff, so its session id is used. */
export function rowKey(row: RowId): string {
  return row.handoff_id ?? row.session_id;
}

/** Why a row left the queue. */
export interface Removal {
  /** `unknown` if the row is no longer in the list and no event gave the reason. */
  how: "claimed" | "withdrawn" | "unknown";
  by: Person | null;
  at: string | null;
}

const UNKNOWN: Removal = { how: "unknown", by: null, at: null };

/**
 * The rows that left. A list that was requested before the event and arrives after it must not bring a row back. A handoff never reopens,
 * so entries are never removed.
 */
const removals = createStore<ReadonlyMap<string, Removal>>(new Map());

export function dropRow(row: RowId, removal = UNKNOWN): void {
  removals.set((now) => new Map(now).set(rowKey(row), removal));
}

export function useRemoval(key: string): Removal {
  return useStore(removals).get(key) ?? UNKNOWN;
}

/** Adds the row of a new escalation, and removes one that an event reports as settled. The list is read again, see `invalidation.ts`. */
export function applyQueueEvent(event: LiveEvent, userId: string): void {
  // Nobody waits for what they handed over themselves.
  if (event.type === "handoff_created" && event.row && event.created_by.id !== userId)
    noteArrival(event.row);
  if (event.type === "handoff_claimed" || event.type === "handoff_withdrawn")
    forgetArrival(event.handoff_id);
  if (event.type === "handoff_claimed") {
    dropRow(event, { how: "claimed", by: event.claimed_by, at: event.claimed_at });
  }
  if (event.type === "handoff_withdrawn") dropRow(event, { ...UNKNOWN, how: "withdrawn" });
}

/** The rows fetched so far, and whether there are more. */
export function useQueue(order: QueueOrder) {
  const left = useStore(removals);
  const arrived = useStore(arrivals);
  const queue = useInfiniteQuery({
    queryKey: keys.queueOrder(order),
    async queryFn({ pageParam }) {
      const covers = latestArrival();
      return { ...(await fetchQueue(order, pageParam)), covers };
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
  const pages = queue.data?.pages;
  const items = pages && {
    items: pages.flatMap((page) => page.items),
    order,
    covers: pages[0]?.covers ?? 0,
    hasMore: queue.hasNextPage,
  };
  const rows = items && withArrivals(items, arrived).filter((item) => !left.has(rowKey(item)));
  useListedCount(queue.hasNextPage ? null : (rows?.length ?? null));
  return { ...queue, rows };
}

/** The number of rows of the whole queue while it is on the screen; null while it is not, or is there only in part. */
const listed = createStore<number | null>(null);

function useListedCount(count: number | null): void {
  useLayoutEffect(() => {
    listed.set(count);
    return () => listed.set(null);
  }, [count]);
}

/** The number of waiting escalations. While the whole list is on the screen, the list decides, so that the two never disagree. */
export function useQueueCount(enabled: boolean): number {
  const shown = useStore(listed);
  const counted = useQuery({ queryKey: keys.queueCount, queryFn: fetchQueueCount, enabled }).data;
  return shown ?? counted ?? 0;
}

/** One line that says what a row is about. */
export function titleOf(row: QueueItem): string {
  return (row.title || row.problem).replace(/\s+/g, " ").trim();
}

/** The address of a row's context. */
export function contextOf(row: RowId): string {
  return `/pilot/${row.session_id}?pickup=true`;
}
