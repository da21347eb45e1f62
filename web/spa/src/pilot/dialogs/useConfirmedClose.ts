/** Closing a dialog that contains text asks once, in place. Only the button that says so discards the text. */
import { type RefObject, useState } from "react";

export interface ConfirmedClose {
  isAsking: boolean;
  /** Closes, or asks whether to discard the text. If it has already asked (Esc again), it keeps the text. */
  close(): void;
  stay(): void;
  discard(): void;
}

/** `field` gets the focus back when the user keeps writing. */
export function useConfirmedClose(
  hasText: boolean,
  onClose: () => void,
  field: RefObject<HTMLElement | null>,
): ConfirmedClose {
  const [isAsking, setIsAsking] = useState(false);
  const stay = () => {
    setIsAsking(false);
    field.current?.focus();
  };
  const ask = () => (hasText ? setIsAsking(true) : onClose());
  return { isAsking, close: isAsking ? stay : ask, stay, discard: onClose };
}
