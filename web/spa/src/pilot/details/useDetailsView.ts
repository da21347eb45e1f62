/** Whether the details column is open, stored in this browser, and which tab it shows. */
import { readText, writeText } from "~/lib/storage";
import { createStore, useStore } from "~/lib/store";

export type DetailsTab = "facts" | "board" | "script" | "tree";

const KEY = "fp:details";
const shown = createStore(readText(KEY) !== "closed");
const shownTab = createStore<DetailsTab>("facts");
/** The tree that the user asked for, until it is started. */
const chosenTree = createStore<ChosenTree | null>(null);

export interface ChosenTree {
  id: string;
  title: string;
}

export function useChosenTree(): ChosenTree | null {
  return useStore(chosenTree);
}

export function chooseTree(tree: ChosenTree | null): void {
  chosenTree.set(tree);
}

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
