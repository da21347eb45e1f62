/** The screens, each in its own chunk. The screen of the current address is fetched at once, before it renders. */

import { loadFormatter } from "~/prose/formatter";
import { lazyPart } from "~/ui/lazyPart";

const loadEntry = () => import("~/entry/EntryScreens");
const loadHome = () => import("~/home/HomeScreen");
/** The copilot's text never shows unformatted, so its screens load in parallel with the formatter. */
const withFormatter = <T,>(load: () => Promise<T>) => {
  return () => {
    loadFormatter().catch(() => undefined);
    return load();
  };
};
const loadPilot = withFormatter(() => import("~/pilot/PilotScreen"));
const loadEscalations = withFormatter(() => import("~/escalations/EscalationsScreen"));
const loadShared = withFormatter(() => import("~/share/SharedScreen"));
const loadAuditLog = () => import("~/account/audit/AuditLogScreen");
const loadAnalytics = () => import("~/analytics/AnalyticsScreen");
const loadScripts = () => import("~/scripts/ScriptsScreen");
const loadScriptBuilder = withFormatter(() => import("~/scripts/builder/BuilderScreen"));
const loadTickets = () => import("~/tickets/TicketsScreen");
const loadTrees = () => import("~/trees/TreesScreen");
const loadAccount = () => import("~/account/AccountScreen");

export const EntryScreens = lazyPart(loadEntry, "screen");
export const HomeScreen = lazyPart(loadHome, "screen");
export const PilotScreen = lazyPart(loadPilot, "screen");
export const EscalationsScreen = lazyPart(loadEscalations, "screen");
export const SharedScreen = lazyPart(loadShared, "screen");
export const AuditLogScreen = lazyPart(loadAuditLog, "screen");
export const AnalyticsScreen = lazyPart(loadAnalytics, "screen");
export const ScriptsScreen = lazyPart(loadScripts, "screen");
export const ScriptBuilderScreen = lazyPart(loadScriptBuilder, "screen");
export const TicketsScreen = lazyPart(loadTickets, "screen");
export const TreesScreen = lazyPart(loadTrees, "screen");
export const AccountScreen = lazyPart(loadAccount, "screen");

const LOADERS: Record<string, () => Promise<unknown>> = {
  "": loadHome,
  pilot: loadPilot,
  escalations: loadEscalations,
  scripts: loadScripts,
  tickets: loadTickets,
  trees: loadTrees,
  "tree-runs": loadTrees,
  analytics: loadAnalytics,
  account: loadAccount,
  shared: loadShared,
  login: loadEntry,
  register: loadEntry,
  invite: loadEntry,
  "forgot-password": loadEntry,
  "reset-password": loadEntry,
};

export function preloadScreen(pathname: string): void {
  LOADERS[pathname.split("/")[1] ?? ""]?.().catch(() => undefined);
}
