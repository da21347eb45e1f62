/**
 * Rows that an event brought and no list contains yet. The event has the whole row, so the queue shows it without waiting for a call; the
 * list that is read afterwards decides.
 */
import type { QueueOrder } from "~/api/handoffs";
import type { QueueItem } from "~/api/types";
import { createStore } from "~/lib/store";

interface Arrival {
  row: QueueItem;
  /** Counts the arrivals: a list knows those that came before it was requested. */
  number: number;
}

/** More are in the list long before, because events cause it to be read. */
const MOST = 100;

export const arrivals = createStore<readonly Arrival[]>([]);

let latest = 0;

export function noteArrival(row: QueueItem): void {
  latest += 1;
  const arrival = { row, number: latest };
  const isOther = (one: Arrival) => one.row.handoff_id !== row.handoff_id;
  arrivals.set((now) => [...now.filter(isOther).slice(1 - MOST), arrival]);
}

export function forgetArrival(handoffId: string | null): void {
  const isOther = ({ row }: Arrival) => row.handoff_id !== handoffId;
  arrivals.set((now) => (now.every(isOther) ? now : now.filter(isOther)));
}

/** Call this before a list is requested: the list covers the arrivals up to this number. */
export function latestArrival(): number {
  return latest;
}

interface List {
  items: QueueItem[];
  order: QueueOrder;
  /** The number of the last arrival that the list covers. */
  covers: number;
  hasMore: boolean;
}

/** The list with the rows that arrived after it was requested, each at its place. A row that belongs after a part of the list is left out. */
export function withArrivals(list: List, all: readonly Arrival[]): QueueItem[] {
  const { items, covers, hasMore } = list;
  const listed = new Set(items.map((item) => item.handoff_id));
  const added = all.filter(({ row, number }) => number > covers && !listed.has(row.handoff_id));
  if (added.length === 0) return items;
  const sorted = [...items, ...added.map(({ row }) => row)].sort(byTime(list.order));
  const last = items.at(-1);
  return hasMore && last ? sorted.slice(0, sorted.indexOf(last) + 1) : sorted;
}

function byTime(order: QueueOrder): (a: QueueItem, b: QueueItem) => number {
  const sign = order === "oldest" ? 1 : -1;
  return (a, b) => sign * (Date.parse(a.escalated_at) - Date.parse(b.escalated_at));
}
