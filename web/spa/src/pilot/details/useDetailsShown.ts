/** Whether the details column is open, remembered in this browser. */
import { readText, writeText } from "~/lib/storage";
import { createStore, useStore } from "~/lib/store";

const KEY = "fp:details";
const shown = createStore(readText(KEY) !== "closed");

export function useDetailsShown(): [boolean, (isShown: boolean) => void] {
  return [
    useStore(shown),
    (isShown) => {
      writeText(KEY, isShown ? "" : "closed");
      shown.set(isShown);
    },
  ];
}
