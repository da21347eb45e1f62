/** Whether the details column is open, stored in this browser, and which tab it shows. */
import { readText, writeText } from "~/lib/storage";
import { createStore, useStore } from "~/lib/store";

export type DetailsTab = "facts" | "board" | "script";

const KEY = "fp:details";
const shown = createStore(readText(KEY) !== "closed");
const shownTab = createStore<DetailsTab>("facts");

interface View {
  isShown?: boolean;
  tab?: DetailsTab;
}

export function useDetailsView(): [boolean, (view: View) => void] {
  return [useStore(shown), setView];
}

export function useDetailsTab(): DetailsTab {
  return useStore(shownTab);
}

function setView({ isShown, tab }: View): void {
  if (tab) shownTab.set(tab);
  if (isShown === undefined) return;
  writeText(KEY, isShown ? "" : "closed");
  shown.set(isShown);
}
