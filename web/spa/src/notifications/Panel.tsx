/** The notifications, newest first: unread entries, then earlier ones. */
import { Link } from "react-router";
import type { Notification } from "~/api/types";
import { Button } from "~/ui/Button";
import { ErrorState } from "~/ui/ErrorState";
import { RelativeTime } from "~/ui/RelativeTime";
import css from "./notifications.module.css";
import type { useNotifications } from "./useNotifications";

interface PanelProps {
  notifications: ReturnType<typeof useNotifications>;
  onGo: () => void;
}

export function Panel({ notifications, onGo }: PanelProps) {
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
      {!data && error && (
        <div className={css.none}>
          <ErrorState
            inline
            what="The notifications could not be loaded."
            error={error}
            onRetry={refetch}
          />
        </div>
      )}
      {data?.length === 0 && <p className={css.none}>Nothing new.</p>}
      <Entries items={unread} onGo={go} />
      {earlier.length > 0 && <h3 className={css.earlier}>Earlier</h3>}
      <Entries items={earlier} onGo={go} />
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

function UnreadDot() {
  return (
    <span className={css.dot}>
      <span className="hidden-words">Unread</span>
    </span>
  );
}
