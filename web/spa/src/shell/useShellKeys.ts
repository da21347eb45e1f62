/** The keys that work on every screen: navigation, and moving between rows. */
import { useLocation, useNavigate } from "react-router";
import { useKeys } from "~/keyboard/useKeys";
import { useRegions } from "~/keyboard/useRegions";
import { useIsViewer } from "~/login/LoginProvider";
import { useStartNew } from "./SessionList";

export function useShellKeys(): void {
  const navigate = useNavigate();
  const isViewer = useIsViewer();
  const startNew = useStartNew();
  const { pathname } = useLocation();
  useRegions();
  useKeys({
    "g h": () => navigate("/"),
    "g c": () => navigate("/pilot"),
    "g e": () => !isViewer && navigate("/escalations"),
    "g t": () => navigate("/tickets"),
    "g s": () => navigate("/scripts"),
    "g a": () => navigate("/analytics"),
    // On the tickets, the scripts and the trees the key is theirs: there it makes a new one.
    ...(!/^\/(tickets|scripts|trees)/.test(pathname) && { n: () => !isViewer && startNew() }),
    j: () => step(1),
    k: () => step(-1),
  });
}

/** The rows of the screen's list, or of the sidebar if the screen has none. */
function rowsHere(): HTMLElement[] {
  const list = document.querySelector("main [data-rows]") ?? document.querySelector("[data-rows]");
  return [...(list?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
}

export function step(by: 1 | -1): void {
  const rows = rowsHere();
  const here = rows.indexOf(document.activeElement as HTMLElement);
  const next = here < 0 ? (by === 1 ? 0 : rows.length - 1) : here + by;
  rows[next]?.focus();
}

/** On a row, the arrow keys do the same as j and k. */
export function stepOnArrow(event: KeyboardEvent): void {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  if (!document.activeElement?.matches("[data-row]")) return;
  event.preventDefault();
  step(event.key === "ArrowDown" ? 1 : -1);
}
