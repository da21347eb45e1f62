/** What stands around every screen: header, places, sessions, and the messages that float above. */
import { Menu as MenuIcon } from "lucide-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { Link, Outlet } from "react-router";
import { signedOut } from "~/api/gate";
import { classes } from "~/lib/classes";
import { useStore } from "~/lib/store";
import { PHONE, useMedia } from "~/lib/useMedia";
import { Bell } from "~/notifications/Bell";
import { guardUnsent } from "~/pilot/outbox";
import { Announcer } from "~/ui/announcer";
import { IconButton } from "~/ui/Button";
import { MAIN_ID } from "~/ui/Main";
import { ScreenSkeleton } from "~/ui/ScreenSkeleton";
import { Toasts } from "~/ui/Toasts";
import { ConnectionPill, OfflineBar } from "./ConnectionPill";
import { LockedBanner, useIsScreenInert } from "./LockedBanner";
import { MainNav } from "./MainNav";
import { SessionList } from "./SessionList";
import css from "./shell.module.css";
import { UserMenu } from "./UserMenu";
import { useNews } from "./useNews";
import { stepOnArrow, useShellKeys } from "./useShellKeys";

const NavDrawer = lazy(() => import("./NavDrawer"));
const SignInDialog = lazy(() => import("~/login/SignInDialog"));

export function AppShell() {
  useNews();
  useShellKeys();
  useEffect(guardUnsent, []);
  useEffect(() => {
    window.addEventListener("keydown", stepOnArrow);
    return () => window.removeEventListener("keydown", stepOnArrow);
  }, []);
  const isPhone = useMedia(PHONE);
  return (
    <div className={css.shell}>
      <a href={`#${MAIN_ID}`} className={css.skip}>
        Skip to the content
      </a>
      <Header isPhone={isPhone} />
      <div className={css.bars}>
        <OfflineBar />
        <LockedBanner />
      </div>
      <div className={css.body}>
        {!isPhone && (
          <div className={css.sidebar}>
            <MainNav />
            <SessionList />
          </div>
        )}
        <Screen />
      </div>
      <Announcer>
        <Toasts />
      </Announcer>
      {useStore(signedOut) && (
        <Suspense fallback={null}>
          <SignInDialog />
        </Suspense>
      )}
    </div>
  );
}

function Header({ isPhone }: { isPhone: boolean }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <header className={css.header}>
      {isPhone && (
        <IconButton
          label="Menu"
          tip="below-start"
          className={css.phoneMenu}
          onClick={() => setIsOpen(true)}
        >
          <MenuIcon size={16} strokeWidth={1.5} />
        </IconButton>
      )}
      {isPhone && isOpen && (
        <Suspense fallback={null}>
          <NavDrawer onClose={() => setIsOpen(false)} />
        </Suspense>
      )}
      <Link to="/pilot" className={css.brand}>
        FlowPilot
      </Link>
      <ConnectionPill />
      <Bell />
      <UserMenu />
    </header>
  );
}

function Screen() {
  const isInert = useIsScreenInert();
  return (
    <div className={classes(css.screen, isInert && css.dimmed)} inert={isInert}>
      <Suspense fallback={<ScreenSkeleton />}>
        <Outlet />
      </Suspense>
    </div>
  );
}
