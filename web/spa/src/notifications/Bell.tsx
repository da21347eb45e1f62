/** The notifications button and panel. Opening the panel marks nothing as read; visiting an entry or `Mark all read` does. */
import { Bell as BellIcon } from "lucide-react";
import { Suspense } from "react";
import { lazyPart } from "~/ui/lazyPart";
import { Popout } from "~/ui/Popout";
import css from "./bell.module.css";
import { useNotifications } from "./useNotifications";

const Panel = lazyPart(() => import("./Panel"));

export function Bell() {
  const notifications = useNotifications();
  const n = notifications.unread.length;
  return (
    <Popout
      wide
      label="Notifications"
      name={n > 0 ? `Notifications, ${n} unread` : "Notifications"}
      buttonClass={css.bell}
      button={
        <>
          <BellIcon size={16} strokeWidth={1.5} />
          {n > 0 && <span className={css.badge}>{n}</span>}
        </>
      }
    >
      {(close) => (
        <Suspense fallback={null}>
          <Panel notifications={notifications} onGo={close} />
        </Suspense>
      )}
    </Popout>
  );
}
