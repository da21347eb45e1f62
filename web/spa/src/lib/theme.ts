/**
 * The theme: the system's, or the one that the user chose. This browser stores the choice, so that it is known before the first paint; the
 * user's preferences bring it to other browsers (`login/ownChoices.ts`).
 */
import { readText, writeText } from "./storage";
import { createStore, useStore } from "./store";

export type Theme = "system" | "light" | "dark";

export const THEMES: readonly { value: Theme; label: string }[] = [
  { value: "system", label: "Same as system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

const KEY = "fp:theme";
const theme = createStore<Theme>(kept());

function kept(): Theme {
  const text = readText(KEY);
  return text === "light" || text === "dark" ? text : "system";
}

/** Call once before the first paint. */
export function applyTheme(): void {
  const { dataset } = document.documentElement;
  if (theme.get() === "system") delete dataset.theme;
  else dataset.theme = theme.get();
}

export function setTheme(next: Theme): void {
  writeText(KEY, next === "system" ? "" : next);
  theme.set(next);
  applyTheme();
}

export function useTheme(): Theme {
  return useStore(theme);
}
