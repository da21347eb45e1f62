/** The screens, each a chunk of its own; the one that the address names is fetched at once, not only when it is drawn. */
import { lazy } from "react";

const loadEntry = () => import("~/entry/EntryScreens");
const loadPilot = () => import("~/pilot/PilotScreen");
const loadEscalations = () => import("~/escalations/EscalationsScreen");
const loadAccount = () => import("~/account/AccountScreen");

export const EntryScreens = lazy(loadEntry);
export const PilotScreen = lazy(loadPilot);
export const EscalationsScreen = lazy(loadEscalations);
export const AccountScreen = lazy(loadAccount);

const LOADERS: Record<string, () => Promise<unknown>> = {
  "": loadPilot,
  pilot: loadPilot,
  escalations: loadEscalations,
  account: loadAccount,
  login: loadEntry,
  register: loadEntry,
  invite: loadEntry,
  "forgot-password": loadEntry,
  "reset-password": loadEntry,
};

export function preloadScreen(pathname: string): void {
  void LOADERS[pathname.split("/")[1] ?? ""]?.();
}
