/** The h1 of a screen. It takes the focus when its screen opens, and names the browser tab. */
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
    // The element that had the focus was removed with the previous screen.
    const isLost = hasMoved && document.activeElement === document.body;
    // A caller that wants the focus elsewhere says so in the navigation state. The page that the browser opened first keeps the browser's
    // own focus.
    if ((isEntered || isLost) && !keepsFocus(state)) title.current?.focus();
  }, [pathname, state]);
  useEffect(() => setTabTitle(children), [children]);
  return (
    <h1 ref={title} tabIndex={-1} title={children} dir="auto" {...rest}>
      {children}
    </h1>
  );
}

/** Navigation state: the focus stays where it is, or where the next screen puts it. */
export const KEEP_FOCUS = { keepFocus: true };

function keepsFocus(state: unknown): boolean {
  return typeof state === "object" && state !== null && "keepFocus" in state;
}
