/**
 * Keeps the list still where the user is about to act. While the pointer is over the list, nothing moves: new rows wait, and a row that
 * left keeps its position. A focused row that left also keeps its position, so that the next key does not hit its neighbour.
 */
import { useState } from "react";
import type { QueueItem } from "~/api/types";
import { rowKey } from "./queue";

export interface Line {
  key: string;
  row: QueueItem;
  /** The row left the queue but is still shown. */
  isGone: boolean;
}

interface Hold {
  isOver: boolean;
  focused: string | null;
}

export interface FrozenRows {
  lines: Line[];
  /** The number of new rows that wait. */
  held: number;
  showAll(): void;
  /** True for a row that arrived after the list was first shown; it slides in. */
  isNew(key: string): boolean;
  setIsOver(isOver: boolean): void;
  setFocused(key: string | null): void;
}

/** `view`: which rows the user asked for; another view shows its rows at once. */
export function useFrozenRows(rows: QueueItem[], view = ""): FrozenRows {
  const [first] = useState(() => new Set(rows.map(rowKey)));
  const [hold, setHold] = useState<Hold>({ isOver: false, focused: null });
  const [before, setBefore] = useState(() => linesOf(rows));
  const [shownView, setShownView] = useState(view);
  if (view !== shownView) setShownView(view);
  const lines = view === shownView ? freezeRows(before, rows, hold) : linesOf(rows);
  if (!isSame(lines, before)) setBefore(lines);
  const standing = new Set(lines.map((line) => line.key));
  return {
    lines,
    held: rows.filter((row) => !standing.has(rowKey(row))).length,
    showAll: () => setBefore(linesOf(rows)),
    isNew: (key) => !first.has(key),
    setIsOver: (isOver) => setHold((now) => ({ ...now, isOver })),
    setFocused: (focused) => setHold((now) => ({ ...now, focused })),
  };
}

export function freezeRows(before: Line[], rows: QueueItem[], hold: Hold): Line[] {
  if (hold.isOver) return stay(before, rows);
  const lines = linesOf(rows);
  const index = before.findIndex((line) => line.key === hold.focused);
  const focused = before[index];
  if (focused && !lines.some((line) => line.key === focused.key)) {
    lines.splice(index, 0, { ...focused, isGone: true });
  }
  return lines;
}

function stay(before: Line[], rows: QueueItem[]): Line[] {
  const now = new Map(rows.map((row) => [rowKey(row), row]));
  return before.map((line) => {
    const row = now.get(line.key);
    return row ? { key: line.key, row, isGone: false } : { ...line, isGone: true };
  });
}

function linesOf(rows: QueueItem[]): Line[] {
  return rows.map((row) => ({ key: rowKey(row), row, isGone: false }));
}

function isSame(a: Line[], b: Line[]): boolean {
  const isEqual = (line: Line, index: number) =>
    line.row === b[index]?.row && line.isGone === b[index]?.isGone;
  return a.length === b.length && a.every(isEqual);
}
