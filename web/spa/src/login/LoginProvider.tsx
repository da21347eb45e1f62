/** Provides the signed-in user. Sends a visitor without a login to the sign-in page, which leads back here. */
import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useEffect } from "react";
import { Navigate, useLocation } from "react-router";
import { isStatus } from "~/api/errors";
import { signedOut } from "~/api/gate";
import { keys } from "~/api/keys";
import { fetchMe } from "~/api/login";
import { isReloading } from "~/api/pageUser";
import type { Me } from "~/api/types";
import { useStore } from "~/lib/store";
import { Boot } from "~/ui/Boot";
import { ErrorState } from "~/ui/ErrorState";
import { Main } from "~/ui/Main";
import { useAdoptChoices } from "./ownChoices";

const LoginContext = createContext<Me | null>(null);

/** The current user's login. */
export function useLogin(): Me {
  const me = use(LoginContext);
  if (!me) throw new Error("Only inside RequireLogin");
  return me;
}

export function useIsViewer(): boolean {
  return useLogin().user.role === "viewer";
}

/** Refetched whenever the tab gets the focus, because in the meantime another user may have signed in or the login may have ended. */
function useMe() {
  const me = useQuery({
    queryKey: keys.me,
    queryFn: fetchMe,
    staleTime: 60_000,
    refetchOnWindowFocus: "always",
  });
  const isEnded = me.data !== undefined && isStatus(me.error, 401);
  useAdoptChoices(me.data);
  useEffect(() => {
    if (isEnded) signedOut.set(true);
  }, [isEnded]);
  return me;
}

export function RequireLogin({ children }: { children: ReactNode }) {
  const location = useLocation();
  const me = useMe();
  // Until the page reloads for the other user, it shows nothing of the first one.
  if (useStore(isReloading)) return <Boot />;
  if (me.data) return <LoginContext value={me.data}>{children}</LoginContext>;
  if (isStatus(me.error, 401)) {
    const next = location.pathname + location.search;
    return <Navigate to={`/login?next=${encodeURIComponent(next)}`} replace />;
  }
  if (!me.error) return <Boot />;
  return (
    <Main>
      <ErrorState what="FlowPilot did not start." error={me.error} onRetry={() => me.refetch()} />
    </Main>
  );
}
