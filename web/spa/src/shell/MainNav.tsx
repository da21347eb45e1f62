/** The app's places. */
import { Inbox, MessagesSquare, Users } from "lucide-react";
import type { ReactNode } from "react";
import { NavLink } from "react-router";
import { useQueueCount } from "~/escalations/queue";
import { useIsViewer } from "~/login/LoginProvider";
import css from "./shell.module.css";

export function MainNav({ onGo }: { onGo?: () => void }) {
  const mayClaim = !useIsViewer();
  const waiting = useQueueCount(mayClaim);
  return (
    <nav aria-label="Main">
      <ul className={css.navList}>
        <Place to="/pilot" icon={<MessagesSquare size={16} strokeWidth={1.5} />} onGo={onGo}>
          Copilot
        </Place>
        {mayClaim && (
          <Place to="/escalations" icon={<Inbox size={16} strokeWidth={1.5} />} onGo={onGo}>
            Escalations
            {waiting > 0 && (
              <span className={css.number}>
                {waiting}
                <span className="hidden-words"> waiting</span>
              </span>
            )}
          </Place>
        )}
        <Place to="/account" icon={<Users size={16} strokeWidth={1.5} />} onGo={onGo}>
          Account
        </Place>
      </ul>
    </nav>
  );
}

interface PlaceProps {
  to: string;
  icon: ReactNode;
  onGo: (() => void) | undefined;
  children: ReactNode;
}

function Place({ to, icon, onGo, children }: PlaceProps) {
  return (
    <li>
      <NavLink to={to} end={to === "/pilot"} className={css.navLink} onClick={onGo}>
        {icon}
        {children}
      </NavLink>
    </li>
  );
}
