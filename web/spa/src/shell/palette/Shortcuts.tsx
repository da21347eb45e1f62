/** The help for shortcuts (Ctrl / or ?): every key, by screen. */
import { useRef, useState } from "react";
import { useSingleKeys } from "~/keyboard/useKeys";
import { useChoose } from "~/login/ownChoices";
import { Dialog } from "~/ui/Dialog";
import { Choice, TextField } from "~/ui/Field";
import css from "./palette.module.css";
import { type Screen, shortcutsWith } from "./shortcuts";
import { closeOverlay } from "./usePalette";

export default function Shortcuts() {
  const [words, setWords] = useState("");
  const isOn = useSingleKeys();
  const choose = useChoose();
  const field = useRef<HTMLInputElement>(null);
  const screens = shortcutsWith(words);
  return (
    <Dialog title="Keyboard shortcuts" initialFocus={field} onClose={closeOverlay}>
      <TextField
        ref={field}
        label="Filter"
        type="search"
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      <div className={css.shortcuts}>
        {screens.map((screen) => (
          <Section key={screen.name} screen={screen} />
        ))}
        {screens.length === 0 && <p>No shortcut holds “{words.trim()}”.</p>}
      </div>
      <Choice
        type="checkbox"
        label="Single-key shortcuts"
        checked={isOn}
        onChange={(event) => void choose({ single_key_shortcuts: event.target.checked })}
      />
    </Dialog>
  );
}

function Section({ screen }: { screen: Screen }) {
  return (
    <section aria-label={screen.name}>
      <h3>{screen.name}</h3>
      <dl>
        {screen.shortcuts.map(({ does, keys }) => (
          <div key={does} className={css.shortcutRow}>
            <dt>{does}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
