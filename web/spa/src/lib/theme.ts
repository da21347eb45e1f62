/** The theme: the system's, or the one that the user chose. The choice is stored in this browser. */
import { readText, writeText } from "./storage";
import { createStore, useStore } from "./store";

export type Theme = "system" | "light" | "dark";

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

export function useTheme(): [Theme, (next: Theme) => void] {
  return [
    useStore(theme),
    (next) => {
      writeText(KEY, next === "system" ? "" : next);
      theme.set(next);
      applyTheme();
    },
  ];
}
