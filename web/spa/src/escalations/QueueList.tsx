/** The list of the queue, and which of its rows is in the preview. */
import { type FocusEvent, useState } from "react";
import { classes } from "~/lib/classes";
import css from "./escalations.module.css";
import { GoneRow, QueueRow } from "./QueueRow";
import type { FrozenRows, Line } from "./useFrozenRows";
import type { RowActions } from "./useRowActions";

interface QueueListProps {
  still: FrozenRows;
  chosen: Chosen;
  isWide: boolean;
  acts: RowActions;
}

export function QueueList({ still, chosen, isWide, acts }: QueueListProps) {
  const { lines } = still;
  return (
    <ul
      className={classes(css.list, lines.some(({ row }) => row.priority) && css.ranked)}
      data-rows
      onPointerEnter={() => still.setIsOver(true)}
      onPointerLeave={() => still.setIsOver(false)}
      onFocus={(event) => still.setFocused(keyAt(event))}
      onBlur={() => still.setFocused(null)}
    >
      {lines.map((line, position) => {
        const shared = {
          line,
          position,
          isNew: still.isNew(line.key),
          isChosen: isWide && line.key === chosen.line?.key,
          onChoose: () => chosen.choose(line.key, position),
        };
        return line.isGone ? (
          <GoneRow key={line.key} {...shared} />
        ) : (
          <QueueRow key={line.key} {...shared} acts={acts} opensPreview={isWide} />
        );
      })}
    </ul>
  );
}

export type Chosen = ReturnType<typeof useChosen>;

/** The row in the preview: the one that was last focused or clicked, or if it has left, the one at its position. */
export function useChosen(lines: Line[]) {
  const [{ key, position }, setChosen] = useState({ key: "", position: 0 });
  const found = lines.find((line) => line.key === key);
  return {
    line: found ?? lines[Math.min(position, lines.length - 1)],
    isByUser: found !== undefined,
    choose: (key: string, position: number) => setChosen({ key, position }),
  };
}

function keyAt(event: FocusEvent): string | null {
  return event.target.closest("li")?.dataset.key ?? null;
}
