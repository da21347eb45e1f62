/** Words to look for in one's sessions; asked for once one has stopped typing. */
import { useEffect, useState } from "react";
import css from "./shell.module.css";

const PAUSE_MS = 250;
/** What the API takes. */
const LONGEST = 200;

export function SearchField({ onWords }: { onWords: (words: string) => void }) {
  const [text, setText] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => onWords(text.trim()), text ? PAUSE_MS : 0);
    return () => clearTimeout(timer);
  }, [text, onWords]);
  return (
    <input
      type="search"
      className={css.search}
      aria-label="Search sessions"
      placeholder="Search"
      maxLength={LONGEST}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === "Escape" && text) {
          event.stopPropagation();
          setText("");
        }
      }}
    />
  );
}
