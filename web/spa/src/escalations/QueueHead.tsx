/** The queue's title line: the number of waiting escalations, the new rows that are held back, and the order. Its height is fixed. */
import type { ReactNode } from "react";
import type { QueueOrder } from "~/api/handoffs";
import type { QueueItem } from "~/api/types";
import { useLogin } from "~/login/LoginProvider";
import { AlsoViewing } from "~/presence/AlsoViewing";
import kit from "~/ui/kit.module.css";
import { ScreenTitle } from "~/ui/ScreenTitle";
import css from "./escalations.module.css";
import { useQueueCount } from "./queue";

interface QueueHeadProps {
  rows: QueueItem[] | undefined;
  /** More escalations are waiting than were fetched. */
  isPart?: boolean;
  order: QueueOrder;
  onOrder: (order: QueueOrder) => void;
  children?: ReactNode;
}

export function QueueHead({ rows, isPart, order, onOrder, children }: QueueHeadProps) {
  return (
    <header className={kit.bar}>
      <ScreenTitle>Escalations</ScreenTitle>
      {rows && <WaitingCount rows={rows} isPart={isPart === true} />}
      {children}
      <AlsoViewing topic="escalations" className={kit.end} />
      <select
        aria-label="Order"
        className={css.order}
        value={order}
        onChange={(event) => onOrder(event.target.value as QueueOrder)}
      >
        <option value="oldest">Longest wait</option>
        <option value="newest">Newest</option>
      </select>
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
