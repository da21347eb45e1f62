/** The one h1 of a screen. It takes the focus when its screen is entered, and names the browser tab. */
import { type ComponentProps, useEffect, useRef } from "react";
import { useLocation } from "react-router";
import { setTabTitle } from "~/shell/tabTitle";

interface ScreenTitleProps extends ComponentProps<"h1"> {
  children: string;
}

let lastPath: string | null = null;
let hasMoved = false;

export function ScreenTitle({ children, ...rest }: ScreenTitleProps) {
  const title = useRef<HTMLHeadingElement>(null);
  const { pathname, state } = useLocation();
  useEffect(() => {
    const isEntered = lastPath !== null && lastPath !== pathname;
    lastPath = pathname;
    hasMoved ||= isEntered;
    // What had the focus went with the screen before: a title in its place, or the button that led here.
    const isLost = hasMoved && document.activeElement === document.body;
    // Who wants another place to have the focus says so when navigating; the page the browser opened with keeps the browser's own.
    if ((isEntered || isLost) && !keepsFocus(state)) title.current?.focus();
  }, [pathname, state]);
  useEffect(() => setTabTitle(children), [children]);
  return (
    <h1 ref={title} tabIndex={-1} title={children} {...rest}>
      {children}
    </h1>
  );
}

/** Given as navigation state: the focus stays where it is, or goes where the next screen puts it. */
export const KEEP_FOCUS = { keepFocus: true };

function keepsFocus(state: unknown): boolean {
  return typeof state === "object" && state !== null && "keepFocus" in state;
}
