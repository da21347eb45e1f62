/** The links to the app's screens. */
import {
  ChartLine,
  GitBranch,
  House,
  Inbox,
  MessageSquare,
  SquareTerminal,
  Ticket,
  Users,
} from "lucide-react";
import type { ReactNode } from "react";
import { NavLink } from "react-router";
import { useQueueCount } from "~/escalations/queue";
import { useIsViewer } from "~/login/LoginProvider";
import { Count } from "~/ui/Pill";
import css from "./shell.module.css";

export function MainNav({ onGo }: { onGo?: () => void }) {
  const mayClaim = !useIsViewer();
  const waiting = useQueueCount(mayClaim);
  return (
    <nav aria-label="Main">
      <ul className={css.navList}>
        <NavItem to="/" icon={<House size={16} strokeWidth={1.5} />} onGo={onGo}>
          Home
        </NavItem>
        <NavItem to="/pilot" icon={<MessageSquare size={16} strokeWidth={1.5} />} onGo={onGo}>
          Copilot
        </NavItem>
        {mayClaim && (
          <NavItem to="/escalations" icon={<Inbox size={16} strokeWidth={1.5} />} onGo={onGo}>
            Escalations
            {waiting > 0 && <Count value={waiting} unit="waiting" />}
          </NavItem>
        )}
        <NavItem to="/tickets" icon={<Ticket size={16} strokeWidth={1.5} />} onGo={onGo}>
          Tickets
        </NavItem>
        <NavItem to="/scripts" icon={<SquareTerminal size={16} strokeWidth={1.5} />} onGo={onGo}>
          Scripts
        </NavItem>
        <NavItem to="/trees" icon={<GitBranch size={16} strokeWidth={1.5} />} onGo={onGo}>
          Trees
        </NavItem>
        <NavItem to="/analytics" icon={<ChartLine size={16} strokeWidth={1.5} />} onGo={onGo}>
          Analytics
        </NavItem>
        <NavItem to="/account" icon={<Users size={16} strokeWidth={1.5} />} onGo={onGo}>
          Account
        </NavItem>
      </ul>
    </nav>
  );
}

interface NavItemProps {
  to: string;
  icon: ReactNode;
  onGo: (() => void) | undefined;
  children: ReactNode;
}

function NavItem({ to, icon, onGo, children }: NavItemProps) {
  return (
    <li>
      <NavLink to={to} end={to === "/" || to === "/pilot"} className={css.navLink} onClick={onGo}>
        {icon}
        {children}
      </NavLink>
    </li>
  );
}
