/** The rows of the queue and, if there is room, a preview of the selected one. */
import { type ReactNode, useState } from "react";
import { useNavigate } from "react-router";
import type { QueueOrder } from "~/api/handoffs";
import type { QueueItem } from "~/api/types";
import { useKeys } from "~/keyboard/useKeys";
import { classes } from "~/lib/classes";
import { useMedia, WIDE } from "~/lib/useMedia";
import { useLogin } from "~/login/LoginProvider";
import { topicOf, useWatchedTopics } from "~/presence/people";
import { useShownAt } from "~/presence/useShownAt";
import { Button } from "~/ui/Button";
import { EmptyState } from "~/ui/EmptyState";
import css from "./escalations.module.css";
import { Preview } from "./Preview";
import { QueueHead, type QueuePart } from "./QueueHead";
import { QueueList, useChosen } from "./QueueList";
import { contextOf } from "./queue";
import { useFrozenRows } from "./useFrozenRows";
import { useRowActions } from "./useRowActions";

interface QueueRowsProps {
  rows: QueueItem[];
  order: QueueOrder;
  onOrder: (order: QueueOrder) => void;
  /** Fetches the next rows, if there are more. */
  more: { read: () => void; isOn: boolean } | null;
  isStale: boolean;
  problem: ReactNode;
}

export function QueueRows({ rows, order, onOrder, more, isStale, problem }: QueueRowsProps) {
  const { user } = useLogin();
  const [shown, setShown] = useState<QueuePart>("all");
  const mine = rows.filter((row) => row.target_user?.id === user.id);
  const still = useFrozenRows(shown === "mine" ? mine : rows, shown);
  const isWide = useMedia(WIDE);
  const chosen = useChosen(still.lines);
  const acts = useRowActions();
  const { lines } = still;
  const open = useOpen(acts.see);
  useShownAt("escalations");
  useWatchedTopics(["escalations", ...rows.flatMap(topicsOf)]);
  useKeys({
    p: focusPickUp,
    Enter: () => isWide && chosen.line && !chosen.line.isGone && open(chosen.line.row),
  });
  return (
    <>
      <QueueHead
        rows={rows}
        isPart={more !== null}
        order={order}
        onOrder={onOrder}
        part={{ shown, onShow: setShown }}
      >
        {still.held > 0 && (
          <Button small onClick={still.showAll}>
            {still.held} new, show
          </Button>
        )}
      </QueueHead>
      <div className={classes(css.split, lines.length === 0 && css.alone)}>
        <div className={classes(css.scroll, isStale && css.stale)}>
          {problem && <div className={css.pad}>{problem}</div>}
          {lines.length === 0 && !problem && (shown === "mine" ? <NoneForMe /> : <EmptyQueue />)}
          <QueueList still={still} chosen={chosen} isWide={isWide} acts={acts} />
          {more && (
            <div className={css.pad}>
              <Button look="ghost" aria-disabled={more.isOn} onClick={more.read}>
                {more.isOn ? "Loading more…" : "Show more"}
              </Button>
            </div>
          )}
        </div>
        {isWide && chosen.line && (
          <Preview
            key={chosen.line.key}
            line={chosen.line}
            acts={acts}
            isChosen={chosen.isByUser}
          />
        )}
      </div>
    </>
  );
}

function topicsOf({ handoff_id: id }: QueueItem): string[] {
  return id ? [topicOf(id)] : [];
}

function NoneForMe() {
  return <EmptyState fact="No one is waiting for you by name." />;
}

function EmptyQueue() {
  return (
    <EmptyState
      fact="No one is waiting."
      hint="A colleague's escalation appears here at once, with what was tried and what is known. Pick up claims it for you alone."
    />
  );
}

function useOpen(see: (row: QueueItem) => void): (row: QueueItem) => void {
  const navigate = useNavigate();
  return (row) => {
    see(row);
    navigate(contextOf(row));
  };
}

/** The key only focuses the button; Enter claims. A single letter must never claim an escalation. */
function focusPickUp(): void {
  const row =
    document.activeElement?.closest("[data-rows] > li") ??
    document.querySelector("[data-rows] > [aria-current]") ??
    document.querySelector("main [data-rows] > li");
  row?.querySelector<HTMLElement>("[data-pick-up]")?.focus();
}
