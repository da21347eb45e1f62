/** The escalation queue. New rows arrive live, and never move what one is looking at. */
import { useState } from "react";
import type { QueueOrder } from "~/api/handoffs";
import type { QueueItem } from "~/api/types";
import { useKeys } from "~/keyboard/useKeys";
import { classes } from "~/lib/classes";
import { useLiveState } from "~/live/LiveProvider";
import { useIsViewer, useLogin } from "~/login/LoginProvider";
import { Button, ButtonLink } from "~/ui/Button";
import { EmptyState } from "~/ui/EmptyState";
import { ErrorState } from "~/ui/ErrorState";
import { Main } from "~/ui/Main";
import { ScreenTitle } from "~/ui/ScreenTitle";
import { Skeleton } from "~/ui/Skeleton";
import css from "./escalations.module.css";
import { QueueRow } from "./QueueRow";
import { rowKey, useQueue } from "./queue";
import { markSeen, useSeen } from "./seen";
import { useClaim } from "./useClaim";
import { useHeldRows } from "./useHeldRows";

export default function EscalationsScreen() {
  const isViewer = useIsViewer();
  const [order, setOrder] = useState<QueueOrder>("newest");
  return (
    <Main className={css.screen}>
      {isViewer ? <NoAccess /> : <Queue key={order} order={order} onOrder={setOrder} />}
    </Main>
  );
}

function NoAccess() {
  return (
    <>
      <header className={css.head}>
        <ScreenTitle>Escalation queue</ScreenTitle>
      </header>
      <EmptyState fact="Engineer or admin access required.">
        <ButtonLink to="/pilot">Home</ButtonLink>
      </EmptyState>
    </>
  );
}

interface QueueProps {
  order: QueueOrder;
  onOrder: (order: QueueOrder) => void;
}

function Queue({ order, onOrder }: QueueProps) {
  const queue = useQueue(order);
  const isLive = useLiveState() === "live";
  const { rows } = queue;
  return (
    <>
      <header className={css.head}>
        <ScreenTitle>Escalation queue</ScreenTitle>
        <span className={css.count}>{rows && `${rows.length} waiting`}</span>
        <OrderChoice order={order} onOrder={onOrder} />
      </header>
      <div className={classes(css.body, (queue.isError || !isLive) && css.stale)}>
        {queue.isError && (
          <ErrorState
            inline
            what="The queue could not be read."
            error={queue.error}
            onRetry={queue.refetch}
          />
        )}
        {queue.isPending && <Skeleton bones={[60, 60, 60]} label="Reading the queue" />}
        {rows && rows.length === 0 && !queue.isError && <EmptyState fact="No one is waiting." />}
        {rows && rows.length > 0 && <Rows rows={rows} />}
      </div>
    </>
  );
}

function OrderChoice({ order, onOrder }: QueueProps) {
  return (
    <label className={css.order}>
      Order
      <select value={order} onChange={(event) => onOrder(event.target.value as QueueOrder)}>
        <option value="newest">Newest</option>
        <option value="oldest">Oldest</option>
      </select>
    </label>
  );
}

function Rows({ rows }: { rows: QueueItem[] }) {
  const { user } = useLogin();
  const seen = useSeen(user.id);
  const { isClaiming, claim } = useClaim();
  const held = useHeldRows(rows);
  useKeys({ p: pickUpFocused });
  const pickUp = (row: QueueItem) => () => {
    markSeen(user.id, rowKey(row));
    claim(row);
  };
  return (
    <div onPointerEnter={held.onPointerEnter} onPointerLeave={held.onPointerLeave}>
      {held.held > 0 && (
        <Button small className={css.held} onClick={held.showAll}>
          {held.held} new, show
        </Button>
      )}
      <ul className={css.list} data-rows>
        {held.shown.map((row) => (
          <QueueRow
            key={rowKey(row)}
            row={row}
            isNew={held.isNew(row)}
            isSeen={seen.has(rowKey(row))}
            isClaiming={isClaiming(row)}
            onSeen={() => markSeen(user.id, rowKey(row))}
            onPickUp={pickUp(row)}
          />
        ))}
      </ul>
    </div>
  );
}

function pickUpFocused(): void {
  const row = document.activeElement?.closest("li");
  row?.querySelector<HTMLElement>("[data-pick-up]")?.click();
}
