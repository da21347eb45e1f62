/** The queue's title line: the number of waiting escalations, the new rows that are held back, and the order. Its height is fixed. */
import type { ReactNode } from "react";
import type { QueueOrder } from "~/api/handoffs";
import type { QueueItem } from "~/api/types";
import { classes } from "~/lib/classes";
import { PHONE, useMedia } from "~/lib/useMedia";
import { useLogin } from "~/login/LoginProvider";
import { AlsoViewing } from "~/presence/AlsoViewing";
import kit from "~/ui/kit.module.css";
import { ScreenTitle } from "~/ui/ScreenTitle";
import { Segmented } from "~/ui/Segmented";
import css from "./escalations.module.css";
import { useQueueCount } from "./queue";

interface QueueHeadProps {
  rows: QueueItem[] | undefined;
  /** More escalations are waiting than were fetched. */
  isPart?: boolean;
  order: QueueOrder;
  onOrder: (order: QueueOrder) => void;
  part?: { shown: QueuePart; onShow: (part: QueuePart) => void };
  children?: ReactNode;
}

/** The whole queue, or what was escalated to this user by name. */
export type QueuePart = "all" | "mine";

const PARTS = [
  { value: "all", label: "All" },
  { value: "mine", label: "For me" },
] as const;

export function QueueHead({ rows, isPart, order, onOrder, part, children }: QueueHeadProps) {
  const isPhone = useMedia(PHONE);
  return (
    <header className={kit.bar}>
      <ScreenTitle>Escalations</ScreenTitle>
      {rows && <WaitingCount rows={rows} isPart={isPart === true} />}
      {children}
      <div className={classes(kit.line, kit.end)}>
        {!isPhone && <AlsoViewing topic="escalations" />}
        {!isPhone && part && (
          <Segmented label="Show" value={part.shown} options={PARTS} onChoose={part.onShow} />
        )}
        <select
          aria-label="Order"
          className={css.order}
          value={order}
          onChange={(event) => onOrder(event.target.value as QueueOrder)}
        >
          <option value="oldest">Longest wait</option>
          <option value="newest">Newest</option>
        </select>
      </div>
    </header>
  );
}

function WaitingCount({ rows, isPart }: { rows: QueueItem[]; isPart: boolean }) {
  const { user } = useLogin();
  const counted = useQueueCount(isPart);
  const waiting = isPart ? Math.max(counted, rows.length) : rows.length;
  const forMe = rows.filter((row) => row.target_user?.id === user.id).length;
  return (
    <span className={css.count}>
      {waiting} waiting{forMe > 0 && !isPart && `, ${forMe} for you`}
    </span>
  );
}
