/** Discards a draft, and asks once before: a discarded session cannot be opened again. */
import { useState } from "react";
import { Button } from "~/ui/Button";
import { GuardedButton } from "~/ui/GuardedButton";

interface DiscardButtonProps {
  small?: boolean;
  /** Its name for a screen reader, where several are in a list. */
  name?: string;
  isBusy: boolean;
  onDiscard: () => void;
}

export function DiscardButton({ small = false, name, isBusy, onDiscard }: DiscardButtonProps) {
  const [isAsking, setIsAsking] = useState(false);
  if (!isAsking) {
    return (
      <Button look="ghost" small={small} aria-label={name} onClick={() => setIsAsking(true)}>
        Discard
      </Button>
    );
  }
  return (
    <>
      <Button look="ghost" small={small} autoFocus onClick={() => setIsAsking(false)}>
        Keep
      </Button>
      <GuardedButton look="danger" small={small} onClick={() => !isBusy && onDiscard()}>
        Discard this draft
      </GuardedButton>
    </>
  );
}
