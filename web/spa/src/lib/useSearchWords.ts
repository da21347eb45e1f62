/** The text of a search box whose words are in the address: they go there after a pause, and navigation puts others into the box. */
import { useEffect, useRef, useState } from "react";

const PAUSE_MS = 200;

/** `value`: the words in the address.  `onWords`: puts other words there. */
export function useSearchWords(
  value: string,
  onWords: (words: string) => void,
): [string, (text: string) => void] {
  const [text, setText] = useState(value);
  const sent = useRef(value);
  useEffect(() => {
    if (value === sent.current) return;
    // This box did not send them, so they came by a link or by the browser's Back.
    sent.current = value;
    setText(value);
  }, [value]);
  useEffect(() => {
    const words = text.trim();
    if (words === value) return;
    const send = () => {
      sent.current = words;
      onWords(words);
    };
    const timer = setTimeout(send, text ? PAUSE_MS : 0);
    return () => clearTimeout(timer);
  }, [text, value, onWords]);
  return [text, setText];
}
