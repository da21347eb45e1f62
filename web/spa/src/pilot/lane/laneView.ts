/** Decides which items of the task lane are shown, and counts them. */
import { useQuery } from "@tanstack/react-query";
import { keys } from "~/api/keys";
import { fetchLane } from "~/api/lane";
import type { LaneItem } from "~/api/types";

export interface LaneView {
  /** What is open, with what people closed of the same replies or have not sent yet. */
  current: LaneItem[];
  /** What people closed before. */
  earlier: LaneItem[];
  open: number;
  /** How many answers no reply takes into account yet. */
  waiting: number;
}

const NOTHING: LaneItem[] = [];

export function useLane(sessionId: string) {
  return useQuery({ queryKey: keys.lane(sessionId), queryFn: () => fetchLane(sessionId) });
}

export function useLaneView(sessionId: string): LaneView {
  return laneView(useLane(sessionId).data ?? NOTHING);
}

export function laneView(items: LaneItem[]): LaneView {
  const open = items.filter(isOpen);
  const replies = new Set(open.map((item) => item.step_id));
  const needed = items.filter((item) => item.state !== "obsolete");
  const isCurrent = (item: LaneItem) => item.waiting || replies.has(item.step_id);
  return {
    current: needed.filter(isCurrent),
    earlier: needed.filter((item) => !isCurrent(item)),
    open: open.length,
    waiting: items.filter((item) => item.waiting).length,
  };
}

export function isOpen(item: LaneItem): boolean {
  return item.state === "open";
}
