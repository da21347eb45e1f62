/** Closing a dialog with text in it asks once, in place. */
import { useState } from "react";

export interface CarefulClose {
  isAsking: boolean;
  /** Closes, or asks whether the text may go. */
  close(): void;
  stay(): void;
}

export function useCarefulClose(hasText: boolean, onClose: () => void): CarefulClose {
  const [isAsking, setIsAsking] = useState(false);
  return {
    isAsking,
    close: () => (hasText && !isAsking ? setIsAsking(true) : onClose()),
    stay: () => setIsAsking(false),
  };
}
