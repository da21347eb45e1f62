/** The frame of every screen: header, navigation, session list, and floating messages. */

import { Menu as MenuIcon } from "lucide-react";
import { Suspense, useEffect, useState } from "react";
import { Link, Outlet, useLocation } from "react-router";
import { signedOut } from "~/api/gate";
import { classes } from "~/lib/classes";
import { useStore } from "~/lib/store";
import { PHONE, useMedia } from "~/lib/useMedia";
import { useLogin } from "~/login/LoginProvider";
import { Bell } from "~/notifications/Bell";
import { useClaimToasts } from "~/notifications/useClaimToasts";
import { guardUnsent } from "~/pilot/outbox";
import { usePush } from "~/push/usePush";
import { Announcer } from "~/ui/announcer";
import { Boundary } from "~/ui/Boundary";
import { IconButton } from "~/ui/Button";
import { LogoTile } from "~/ui/Logo";
import { lazyPart } from "~/ui/lazyPart";
import { MAIN_ID } from "~/ui/Main";
import { ScreenSkeleton } from "~/ui/ScreenSkeleton";
import { Toasts } from "~/ui/Toasts";
import { BudgetBanner } from "./BudgetBanner";
import { ConnectionState, OfflineBar } from "./ConnectionState";
import { LockedBanner, useIsScreenInert } from "./LockedBanner";
import { MainNav } from "./MainNav";
import { PaletteButton } from "./palette/PaletteButton";
import { useOverlay, useOverlayKeys } from "./palette/usePalette";
import { SessionList } from "./SessionList";
import css from "./shell.module.css";
import { UserMenu } from "./UserMenu";
import { useEscalationAlerts } from "./useEscalationAlerts";
import { stepOnArrow, useShellKeys } from "./useShellKeys";

const NavDrawer = lazyPart(() => import("./NavDrawer"), "layer");
const Palette = lazyPart(() => import("./palette/Palette"), "layer");
const Shortcuts = lazyPart(() => import("./palette/Shortcuts"), "layer");
const SignInDialog = lazyPart(() => import("~/login/SignInDialog"), "layer");

export function AppShell() {
  useEscalationAlerts();
  useClaimToasts();
  usePush();
  useShellKeys();
  useOverlayKeys();
  const { user } = useLogin();
  useEffect(() => guardUnsent(user.id), [user.id]);
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
      <Boundary region="part">
        <Header isPhone={isPhone} />
      </Boundary>
      <div className={css.bars}>
        <OfflineBar />
        <LockedBanner />
        <BudgetBanner />
      </div>
      <div className={css.body}>
        {!isPhone && (
          <div className={css.sidebar}>
            <Boundary region="part">
              <MainNav />
            </Boundary>
            <Boundary region="part">
              <SessionList />
            </Boundary>
          </div>
        )}
        <Screen />
      </div>
      <Announcer>
        <Boundary region="layer">
          <Toasts />
        </Boundary>
      </Announcer>
      <Overlays />
    </div>
  );
}

function Overlays() {
  const overlay = useOverlay();
  const isSignedOut = useStore(signedOut);
  return (
    <Boundary region="layer" resetKey={`${overlay} ${isSignedOut}`}>
      <Suspense fallback={null}>
        {overlay === "palette" && <Palette />}
        {overlay === "shortcuts" && <Shortcuts />}
        {isSignedOut && <SignInDialog />}
      </Suspense>
    </Boundary>
  );
}

function Header({ isPhone }: { isPhone: boolean }) {
  return (
    <header className={css.header}>
      {isPhone && <NavMenu />}
      <Link to="/" className={css.brand}>
        <LogoTile />
        FlowPilot
      </Link>
      {!isPhone && <PaletteButton />}
      <div className={css.tools}>
        <ConnectionState />
        <Bell />
        <UserMenu />
      </div>
    </header>
  );
}

function NavMenu() {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <IconButton label="Menu" tip="below-start" onClick={() => setIsOpen(true)}>
        <MenuIcon size={16} strokeWidth={1.5} />
      </IconButton>
      {isOpen && (
        <Suspense fallback={null}>
          <NavDrawer onClose={() => setIsOpen(false)} />
        </Suspense>
      )}
    </>
  );
}

function Screen() {
  const isInert = useIsScreenInert();
  const { pathname } = useLocation();
  return (
    <div className={classes(css.screen, isInert && css.dimmed)} inert={isInert}>
      <Boundary region="screen" resetKey={pathname}>
        <Suspense fallback={<ScreenSkeleton />}>
          <Outlet />
        </Suspense>
      </Boundary>
    </div>
  );
}
