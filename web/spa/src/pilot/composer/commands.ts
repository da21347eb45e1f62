/** Commands such as `/escalate`: a chat's actions by name, if the composer contains nothing else. */
import { isChosenBy, type ScreenAction } from "~/keyboard/actions";

/** A slash and letters (or a hyphen) find a command. A path like /etc/hosts or a second word is a message. */
const COMMAND = /^\/([a-z-]*)$/i;
/** A command followed by text, which stays in the composer. */
const COMMAND_AND_WORDS = /^\/([a-z-]+)\s+(\S[\s\S]*)$/i;

/** The actions that the text may mean; null if it is a message. */
export function commandsFor(text: string, actions: ScreenAction[]): ScreenAction[] | null {
  const begun = COMMAND.exec(text)?.[1]?.toLowerCase();
  if (begun === undefined) return null;
  const meant = actions.filter(
    (action) => action.id.startsWith(begun) && isChosenBy(begun, action),
  );
  return meant.length > 0 ? meant : null;
}

interface CommandAndWords {
  action: ScreenAction;
  words: string;
}

/** `/note it rebooted twice`: the action, and the text for it. */
export function commandWithWords(text: string, actions: ScreenAction[]): CommandAndWords | null {
  const [, id = "", words = ""] = COMMAND_AND_WORDS.exec(text) ?? [];
  const action = actions.find((each) => each.id === id.toLowerCase());
  return action ? { action, words } : null;
}
