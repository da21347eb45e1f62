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
