/** The escalation queue. New rows arrive live without moving the rows that the user is looking at. */
import type { QueueOrder } from "~/api/handoffs";
import { classes } from "~/lib/classes";
import { useLiveState } from "~/live/LiveProvider";
import { useIsViewer, useLogin } from "~/login/LoginProvider";
import { ButtonLink } from "~/ui/Button";
import { EmptyState } from "~/ui/EmptyState";
import { ErrorState } from "~/ui/ErrorState";
import kit from "~/ui/kit.module.css";
import { Main } from "~/ui/Main";
import { ScreenTitle } from "~/ui/ScreenTitle";
import { Skeleton } from "~/ui/Skeleton";
import css from "./escalations.module.css";
import { useOrder } from "./order";
import { QueueHead } from "./QueueHead";
import { QueueRows } from "./QueueRows";
import { useQueue } from "./queue";

export default function EscalationsScreen() {
  const { user } = useLogin();
  const isViewer = useIsViewer();
  const [order, setOrder] = useOrder(user.id);
  return (
    <Main className={css.screen}>
      {isViewer ? <NoAccess /> : <Queue key={order} order={order} onOrder={setOrder} />}
    </Main>
  );
}

function NoAccess() {
  return (
    <>
      <header className={kit.bar}>
        <ScreenTitle>Escalations</ScreenTitle>
      </header>
      <EmptyState fact="Engineer or admin access required.">
        <ButtonLink to="/">Home</ButtonLink>
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
  const isStale = queue.isError || !isLive;
  if (queue.rows) {
    return (
      <QueueRows
        rows={queue.rows}
        order={order}
        onOrder={onOrder}
        more={
          queue.hasNextPage ? { read: queue.fetchNextPage, isOn: queue.isFetchingNextPage } : null
        }
        isStale={isStale}
        problem={queue.isError ? <Unread error={queue.error} onRetry={queue.refetch} /> : null}
      />
    );
  }
  return (
    <>
      <QueueHead rows={undefined} order={order} onOrder={onOrder} />
      <div className={classes(css.pad, isStale && css.stale)}>
        {queue.isError ? (
          <Unread error={queue.error} onRetry={queue.refetch} />
        ) : (
          <Skeleton heights={[76, 76, 76]} gap={20} label="Loading the queue" />
        )}
      </div>
    </>
  );
}

function Unread({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return (
    <ErrorState inline what="The queue could not be loaded." error={error} onRetry={onRetry} />
  );
}
