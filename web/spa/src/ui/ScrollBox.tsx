/** A box that scrolls, named and reachable by keyboard. */
import type { ComponentProps } from "react";

interface ScrollBoxProps extends ComponentProps<"div"> {
  label: string;
}

export function ScrollBox({ label, ...rest }: ScrollBoxProps) {
  // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no pointer scrolls by the arrow keys, and needs the focus for that.
  return <div role="group" aria-label={label} tabIndex={0} {...rest} />;
}
