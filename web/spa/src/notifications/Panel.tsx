/** The notifications, newest first: unread entries, then earlier ones; and whether this browser shows them outside the page. */
import { Link } from "react-router";
import type { Notification } from "~/api/types";
import { classes } from "~/lib/classes";
import PushSwitch from "~/push/PushSwitch";
import { Button } from "~/ui/Button";
import { ErrorState } from "~/ui/ErrorState";
import { RelativeTime } from "~/ui/RelativeTime";
import { Skeleton } from "~/ui/Skeleton";
import { lookOf } from "./kinds";
import css from "./panel.module.css";
import type { useNotifications } from "./useNotifications";

interface PanelProps {
  notifications: ReturnType<typeof useNotifications>;
  onGo: () => void;
}

export default function Panel({ notifications, onGo }: PanelProps) {
  const { unread, earlier, data, error, refetch, readAll, visit } = notifications;
  const go = (item: Notification) => {
    visit(item);
    onGo();
  };
  return (
    <>
      <div className={css.head}>
        <h2 className={css.title}>Notifications</h2>
        {unread.length > 0 && (
          <Button small look="ghost" onClick={readAll}>
            Mark all read
          </Button>
        )}
      </div>
      {!data && (
        <div className={css.none}>
          {error ? (
            <ErrorState
              inline
              what="The notifications could not be loaded."
              error={error}
              onRetry={refetch}
            />
          ) : (
            <Skeleton heights={[40, 40, 40]} label="Loading the notifications" />
          )}
        </div>
      )}
      {data?.length === 0 && <p className={css.none}>Nothing new.</p>}
      <Entries items={unread} onGo={go} />
      {earlier.length > 0 && <h3 className={css.earlier}>Earlier</h3>}
      <Entries items={earlier} onGo={go} />
      <div className={css.foot}>
        <PushSwitch />
      </div>
    </>
  );
}

interface EntriesProps {
  items: Notification[];
  onGo: (item: Notification) => void;
}

function Entries({ items, onGo }: EntriesProps) {
  if (items.length === 0) return null;
  return (
    <ul className={css.list}>
      {items.map((item) => (
        <li key={item.id}>
          <Link to={item.link} className={css.entry} onClick={() => onGo(item)}>
            <KindIcon item={item} />
            {!item.read_at && <UnreadDot />}
            <span className={css.words} dir="auto">
              {item.title}
            </span>
            <span className={css.meta}>
              {item.note && <span dir="auto">{item.note}</span>}
              <RelativeTime at={item.created_at} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function KindIcon({ item }: { item: Notification }) {
  const { icon: Icon, tone } = lookOf(item);
  return <Icon size={16} strokeWidth={1.5} aria-hidden className={classes(css.icon, css[tone])} />;
}

function UnreadDot() {
  return (
    <span className={css.dot}>
      <span className="hidden-words">Unread</span>
    </span>
  );
}
