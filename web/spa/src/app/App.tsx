import { CSPProvider } from "@base-ui/react/csp-provider";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { Suspense } from "react";
import { BrowserRouter, Route, Routes } from "react-router";
import { LiveProvider } from "~/live/LiveProvider";
import { RequireLogin } from "~/login/LoginProvider";
import { AppShell } from "~/shell/AppShell";
import { Boot } from "~/ui/Boot";
import { Boundary } from "~/ui/Boundary";
import { NotFound } from "~/ui/ErrorState";
import { Main } from "~/ui/Main";
import { ScreenTitle } from "~/ui/ScreenTitle";
import {
  AccountScreen,
  AnalyticsScreen,
  AuditLogScreen,
  EntryScreens,
  EscalationsScreen,
  HomeScreen,
  PilotScreen,
  ScriptBuilderScreen,
  ScriptsScreen,
  SharedScreen,
  TicketsScreen,
  TreesScreen,
} from "./screens";

export function App({ queries }: { queries: QueryClient }) {
  return (
    // The CSP allows no inline styles, so our own style sheets contain the few rules that Base UI would add.
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queries}>
        <BrowserRouter>
          <Boundary region="screen">
            <Suspense fallback={<Boot />}>
              <AppRoutes />
            </Suspense>
          </Boundary>
        </BrowserRouter>
      </QueryClientProvider>
    </CSPProvider>
  );
}

export function AppRoutes() {
  return (
    <Routes>
      <Route path="/login" element={<EntryScreens entry="login" />} />
      <Route path="/register" element={<EntryScreens entry="register" />} />
      <Route path="/invite" element={<EntryScreens entry="invite" />} />
      <Route path="/forgot-password" element={<EntryScreens entry="forgot" />} />
      <Route path="/reset-password" element={<EntryScreens entry="reset" />} />
      <Route path="/shared/:token" element={<SharedScreen />} />
      <Route element={<SignedInApp />}>
        <Route path="/" element={<HomeScreen />} />
        <Route path="/pilot/:id?" element={<PilotScreen />} />
        <Route path="/escalations" element={<EscalationsScreen />} />
        <Route path="/tickets/:number?" element={<TicketsScreen />} />
        <Route path="/scripts/builder/:id?" element={<ScriptBuilderScreen />} />
        <Route path="/scripts/:id?" element={<ScriptsScreen />} />
        <Route path="/trees" element={<TreesScreen view="list" />} />
        <Route path="/trees/:id" element={<TreesScreen view="tree" />} />
        <Route path="/trees/:id/run" element={<TreesScreen view="start" />} />
        <Route path="/tree-runs/:runId" element={<TreesScreen view="run" />} />
        <Route path="/analytics" element={<AnalyticsScreen />} />
        <Route path="/account" element={<AccountScreen />} />
        <Route path="/account/audit-log" element={<AuditLogScreen />} />
        <Route path="*" element={<Lost />} />
      </Route>
    </Routes>
  );
}

function SignedInApp() {
  return (
    <RequireLogin>
      <LiveProvider>
        <AppShell />
      </LiveProvider>
    </RequireLogin>
  );
}

function Lost() {
  return (
    <Main>
      <ScreenTitle className="hidden-words">Not found</ScreenTitle>
      <NotFound />
    </Main>
  );
}
