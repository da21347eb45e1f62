/** Keeps the list still under the pointer: rows that come while it is there wait until it leaves or asks for them. */
import { useEffect, useState } from "react";
import type { QueueItem } from "~/api/types";
import { rowKey } from "./queue";

export interface HeldRows {
  shown: QueueItem[];
  held: number;
  /** True for a row that came after the list first stood: it slides in. */
  isNew(row: QueueItem): boolean;
  showAll(): void;
  onPointerEnter(): void;
  onPointerLeave(): void;
}

export function useHeldRows(rows: QueueItem[]): HeldRows {
  const [first] = useState(() => keysOf(rows));
  const [known, setKnown] = useState(first);
  const [isOver, setIsOver] = useState(false);
  const showAll = () => setKnown(keysOf(rows));
  useEffect(() => {
    if (!isOver) setKnown(keysOf(rows));
  }, [rows, isOver]);
  const shown = isOver ? rows.filter((row) => known.has(rowKey(row))) : rows;
  return {
    shown,
    held: rows.length - shown.length,
    isNew: (row) => !first.has(rowKey(row)),
    showAll,
    onPointerEnter: () => setIsOver(true),
    onPointerLeave: () => setIsOver(false),
  };
}

function keysOf(rows: QueueItem[]): ReadonlySet<string> {
  return new Set(rows.map(rowKey));
}
