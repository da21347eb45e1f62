/** A button that does not respond for the first 700 ms after it appeared, see `useGuard`. */
import type { MouseEvent } from "react";
import { useGuard } from "~/keyboard/useGuard";
import { Button, type ButtonProps } from "./Button";

interface GuardedButtonProps extends Omit<ButtonProps, "onMouseDown"> {
  /** What the button refers to; when this changes, the button is guarded again. */
  resetKey?: unknown;
}

export function GuardedButton({ resetKey, onClick, ...rest }: GuardedButtonProps) {
  const guard = useGuard(resetKey);
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    let isMeant = false;
    guard((_event: MouseEvent) => {
      isMeant = !rest["aria-disabled"];
    })(event);
    // Otherwise a submit button would still submit its form.
    if (isMeant) onClick?.(event);
    else event.preventDefault();
  };
  return (
    <Button
      {...rest}
      aria-disabled={rest["aria-disabled"] || guard.isHolding || undefined}
      data-guarded={guard.isHolding || undefined}
      onMouseDown={guard.keepFocus}
      onClick={press}
    />
  );
}
