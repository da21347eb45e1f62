/** The notifications button and panel. Opening the panel marks nothing as read; visiting an entry or `Mark all read` does. */
import { Bell as BellIcon } from "lucide-react";
import { Popout } from "~/ui/Popout";
import css from "./notifications.module.css";
import { Panel } from "./Panel";
import { useNotifications } from "./useNotifications";

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
      {(close) => <Panel notifications={notifications} onGo={close} />}
    </Popout>
  );
}
