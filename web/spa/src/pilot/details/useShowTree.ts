/** Shows a decision tree in the details, from wherever the session names it. */
import { useScreenActions } from "~/keyboard/actions";
import { actionOf } from "../useChatActions";
import { type ChosenTree, chooseTree } from "./useDetailsView";

export function useShowTree(): (tree: ChosenTree) => void {
  const actions = useScreenActions();
  return ({ id, title }) => {
    chooseTree({ id, title });
    actionOf(actions, "tree")?.run();
  };
}
