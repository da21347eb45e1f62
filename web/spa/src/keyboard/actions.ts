/** The actions of the current screen: one list for its buttons, the `/` commands and the palette. */
import { useEffect, useEffectEvent } from "react";
import { createStore, useStore } from "~/lib/store";

export interface ScreenAction {
  /** Also its command: `escalate` is `/escalate`. */
  id: string;
  /** A verb: "Escalate", "Park". */
  label: string;
  /** A few words on what it does, for places that have room. */
  hint?: string;
  run: () => void;
  /** The key for the same action, as printed on a key cap. */
  shortcut?: string;
  /** Why the action is not possible now; undefined if it is. */
  disabledReason?: string;
  /**
   * The action cannot be undone. A list offers it only once its whole name is typed, so that a partial word and Enter cannot trigger it.
   */
  isFinal?: boolean;
}

/** Whether Enter may choose this action, given the text typed so far. */
export function isChosenBy(words: string, { id, isFinal }: ScreenAction): boolean {
  return !isFinal || words.toLowerCase() === id;
}

const offered = createStore<ScreenAction[]>([]);

/** The current screen's actions, for the palette. */
export function useScreenActions(): ScreenAction[] {
  return useStore(offered);
}

/** Registers the actions while the calling screen is mounted. The list may be a new array on each render. */
export function useOfferActions(actions: ScreenAction[]): void {
  const run = useEffectEvent((id: string) => {
    const action = actions.find((each) => each.id === id);
    if (action && !action.disabledReason) action.run();
  });
  const known = JSON.stringify(actions);
  useEffect(() => {
    const plain = JSON.parse(known) as Omit<ScreenAction, "run">[];
    offered.set(plain.map((action) => ({ ...action, run: () => run(action.id) })));
    return () => offered.set([]);
  }, [known]);
}
