/** Every key of the app, as shown in the help. */

export interface Shortcut {
  does: string;
  /** Alternatives. The keys of one alternative are pressed together or one after another, as written. */
  keys: readonly string[];
}

export interface Screen {
  name: string;
  shortcuts: readonly Shortcut[];
}

export const SCREENS: readonly Screen[] = [
  {
    name: "Everywhere",
    shortcuts: [
      { does: "Search, go to a screen, or act on this one", keys: ["Ctrl K", "⌘ K"] },
      { does: "This help", keys: ["Ctrl /", "?"] },
      { does: "Close the top layer, or stop a running answer", keys: ["Esc"] },
      { does: "Next region of the screen, toasts first", keys: ["F6"] },
      { does: "Undo the last outcome while its toast is shown", keys: ["Ctrl Z"] },
    ],
  },
  {
    name: "Lists and screens without a composer",
    shortcuts: [
      { does: "Home", keys: ["g h"] },
      { does: "Copilot", keys: ["g c"] },
      { does: "Escalations", keys: ["g e"] },
      { does: "Tickets", keys: ["g t"] },
      { does: "Scripts", keys: ["g s"] },
      { does: "Analytics", keys: ["g a"] },
      { does: "Search the sessions", keys: ["/"] },
      { does: "New session", keys: ["n"] },
      { does: "Next row, previous row", keys: ["j k", "↓ ↑"] },
      { does: "Open the row", keys: ["Enter"] },
    ],
  },
  {
    name: "Escalation queue",
    shortcuts: [{ does: "Focus the row's Pick up; Enter then claims", keys: ["p"] }],
  },
  {
    name: "Chat",
    shortcuts: [
      { does: "Send", keys: ["Enter"] },
      { does: "New line", keys: ["Shift Enter"] },
      { does: "Commands, in an empty composer", keys: ["/"] },
    ],
  },
  {
    name: "Script editor",
    shortcuts: [{ does: "Save", keys: ["Ctrl S", "⌘ S"] }],
  },
  {
    name: "Decision tree, outline",
    shortcuts: [
      { does: "Next line, previous line", keys: ["↓ ↑"] },
      { does: "Unfold, fold", keys: ["→ ←"] },
      { does: "Edit the line's fields", keys: ["Enter"] },
      { does: "Change the line's text", keys: ["F2"] },
      { does: "Add an answer or a step", keys: ["Insert"] },
      { does: "Delete the branch", keys: ["Delete"] },
      { does: "Move the branch up or down", keys: ["Ctrl ↑", "Ctrl ↓"] },
      { does: "Move the branch a level up or down", keys: ["Ctrl ←", "Ctrl →"] },
      { does: "Undo, redo", keys: ["Ctrl Z", "Ctrl Shift Z"] },
    ],
  },
  {
    name: "Run of a decision tree",
    shortcuts: [{ does: "Choose the answer with that number", keys: ["1 … 8"] }],
  },
  {
    name: "Dialogs",
    shortcuts: [{ does: "Submit", keys: ["Enter", "Ctrl Enter"] }],
  },
];

/** The shortcuts whose text or keys contain `words`; screens without any are left out. */
export function shortcutsWith(words: string): Screen[] {
  const wanted = words.trim().toLowerCase();
  return SCREENS.map((screen) => ({
    ...screen,
    shortcuts: screen.shortcuts.filter(({ does, keys }) =>
      `${screen.name} ${does} ${keys.join(" ")}`.toLowerCase().includes(wanted),
    ),
  })).filter((screen) => screen.shortcuts.length > 0);
}
