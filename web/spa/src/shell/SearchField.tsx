/** Searches the sessions that the user may read, once the user stops typing. Esc or × ends the search. */
import { Search, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { isComposing } from "~/keyboard/enter";
import { useNotedLayer } from "~/keyboard/layers";
import { IconButton } from "~/ui/Button";
import css from "./sessions.module.css";

const PAUSE_MS = 200;
/** The API's limit. */
const MAX_LENGTH = 200;

interface SearchFieldProps {
  onWords: (words: string) => void;
  onClose: () => void;
}

export function SearchField({ onWords, onClose }: SearchFieldProps) {
  const [text, setText] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useNotedLayer();
  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    const timer = setTimeout(() => onWords(text.trim()), text ? PAUSE_MS : 0);
    return () => clearTimeout(timer);
  }, [text, onWords]);
  return (
    <search className={css.search}>
      <Search size={16} strokeWidth={1.5} className={css.searchIcon} aria-hidden="true" />
      <input
        ref={field}
        type="search"
        aria-label="Search sessions"
        placeholder="Problem, client, ticket, message"
        maxLength={MAX_LENGTH}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || isComposing(event)) return;
          event.stopPropagation();
          onClose();
        }}
      />
      <IconButton label="End the search" small onClick={onClose}>
        <X size={16} strokeWidth={1.5} />
      </IconButton>
    </search>
  );
}
