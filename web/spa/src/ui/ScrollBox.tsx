/** A scrolling box with a name, reachable by keyboard. */
import type { ComponentProps } from "react";

interface ScrollBoxProps extends ComponentProps<"div"> {
  label: string;
}

export function ScrollBox({ label, ...rest }: ScrollBoxProps) {
  // biome-ignore lint/a11y/noNoninteractiveTabindex: keyboard users need the focus here to scroll with the arrow keys.
  return <div role="group" aria-label={label} tabIndex={0} {...rest} />;
}
