/** The escalation queue as this user may see it, and what live events do to it. */
import { useQuery } from "@tanstack/react-query";
import { fetchQueue, fetchQueueCount, type QueueOrder } from "~/api/handoffs";
import { keys } from "~/api/keys";
import type { QueueItem } from "~/api/types";
import { createStore, useStore } from "~/lib/store";
import type { LiveEvent } from "~/live/events";

/** What a row is known by; a legacy session that was escalated without a handoff goes by its own id. */
export function rowKey(row: { handoff_id: string | null; session_id: string }): string {
  return row.handoff_id ?? row.session_id;
}

/**
 * Rows that left. A list that was asked for before the event and arrives after it must not bring one back; a handoff never reopens, so
 * what is in here stays.
 */
const gone = createStore<ReadonlySet<string>>(new Set());

export function dropRow(row: { handoff_id: string | null; session_id: string }): void {
  gone.set((now) => new Set(now).add(rowKey(row)));
}

/** Takes at once out of the queue what an event says is settled; what is new is read by GET, see `reread.ts`. */
export function applyQueueEvent(event: LiveEvent): void {
  if (event.type === "handoff_claimed" || event.type === "handoff_withdrawn") dropRow(event);
}

function waitingRows(items: QueueItem[], left: ReadonlySet<string>): QueueItem[] {
  return items.filter((item) => !left.has(rowKey(item)));
}

export function useQueue(order: QueueOrder) {
  const left = useStore(gone);
  const queue = useQuery({ queryKey: keys.queueOrder(order), queryFn: () => fetchQueue(order) });
  return { ...queue, rows: queue.data && waitingRows(queue.data.items, left) };
}

export function useQueueCount(enabled: boolean): number {
  return useQuery({ queryKey: keys.queueCount, queryFn: fetchQueueCount, enabled }).data ?? 0;
}
