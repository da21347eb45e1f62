/** The words once the user has stopped typing; an emptied field counts at once. */
import { useEffect, useState } from "react";

const PAUSE_MS = 200;

export function useCalm(words: string): string {
  const [calm, setCalm] = useState(words);
  useEffect(() => {
    const timer = setTimeout(() => setCalm(words), words ? PAUSE_MS : 0);
    return () => clearTimeout(timer);
  }, [words]);
  return calm;
}
