/** Who is signed in, for everything below; who is not is sent to the sign-in page with the way back. */
import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, use } from "react";
import { Navigate, useLocation } from "react-router";
import { isStatus } from "~/api/errors";
import { keys } from "~/api/keys";
import { fetchMe } from "~/api/login";
import type { Me } from "~/api/types";
import { Boot } from "~/ui/Boot";
import { ErrorState } from "~/ui/ErrorState";
import { Main } from "~/ui/Main";

const LoginContext = createContext<Me | null>(null);

/** The login of the person at the keyboard. */
export function useLogin(): Me {
  const me = use(LoginContext);
  if (!me) throw new Error("Only inside RequireLogin");
  return me;
}

/** A viewer reads and changes nothing. */
export function useIsViewer(): boolean {
  return useLogin().user.role === "viewer";
}

export function RequireLogin({ children }: { children: ReactNode }) {
  const location = useLocation();
  const me = useQuery({ queryKey: keys.me, queryFn: fetchMe, staleTime: 60_000 });
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
