/** Decides which commands are shown above the composer, and handles the keys that choose among them. */
import { type KeyboardEvent, useState } from "react";
import { type ScreenAction, useScreenActions } from "~/keyboard/actions";
import { isComposing, submits } from "~/keyboard/enter";
import { noteLayerClosed } from "~/keyboard/layers";
import { commandsFor, commandWithWords } from "./commands";

export interface Commands {
  /** Null if none are shown. */
  shown: ScreenAction[] | null;
  chosen: number;
  choose(index: number): void;
  /** Shows or hides all commands; for the button. */
  toggle(): void;
  hide(): void;
  run(command: ScreenAction): void;
  /** Whether the key was handled. */
  press(event: KeyboardEvent): boolean;
}

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

export function useCommands(text: string, setText: (text: string) => void): Commands {
  const actions = useScreenActions();
  const { shown, isTyped, show, hide } = useShown(text, actions);
  const [index, choose] = useState(0);
  const chosen = shown ? Math.min(index, shown.length - 1) : 0;
  const run = (command: ScreenAction | undefined) => {
    if (!command || command.disabledReason) return;
    hide();
    choose(0);
    if (isTyped) setText("");
    command.run();
  };
  const runWithWords = () => {
    const meant = commandWithWords(text, actions);
    if (!meant || meant.action.disabledReason) return false;
    setText(meant.words);
    meant.action.run();
    return true;
  };
  const press = (event: KeyboardEvent) => {
    if (isComposing(event)) return false;
    if (!shown) return submits(event) && runWithWords();
    const by = STEPS[event.key];
    if (by) choose((chosen + by + shown.length) % shown.length);
    else if (event.key === "Escape") hide();
    else if (submits(event)) run(shown[chosen]);
    else return false;
    event.stopPropagation();
    return true;
  };
  const toggle = () => (shown ? hide() : show());
  return { shown, chosen, choose, toggle, hide, run, press };
}

/** Shown for what is typed, or after a press of the button until the user types. Once hidden, they stay hidden until the text changes. */
function useShown(text: string, actions: ScreenAction[]) {
  const [askedAt, setAskedAt] = useState<string | null>(null);
  const [hiddenAt, setHiddenAt] = useState<string | null>(null);
  if (hiddenAt !== null && hiddenAt !== text) setHiddenAt(null);
  if (askedAt !== null && askedAt !== text) setAskedAt(null);
  const typed = hiddenAt === text ? null : commandsFor(text, actions);
  const asked = askedAt === text && actions.length > 0 ? actions : null;
  const shown = typed ?? asked;
  const hide = () => {
    if (!shown) return;
    setAskedAt(null);
    setHiddenAt(text);
    noteLayerClosed();
  };
  return { shown, isTyped: typed !== null, show: () => setAskedAt(text), hide };
}
