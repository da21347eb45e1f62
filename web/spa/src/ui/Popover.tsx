/** A small panel beside a piece of text. Esc and a click outside close it, and the focus returns to the text. */
import { Popover as Base } from "@base-ui/react/popover";
import { type KeyboardEvent, type ReactElement, type ReactNode, useRef, useState } from "react";
import { flushSync } from "react-dom";
import css from "./popover.module.css";

/** So long the pointer rests on the text before a panel opens that nobody asked for by a click. */
const HOVER_MS = 200;

interface PopoverProps {
  /** The panel's title. */
  label: string;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** Pointing at the button and focusing it open the panel, which takes no focus; it has nothing to press. */
  opensOnHover?: boolean;
  /** The button; it gets the panel's aria attributes. */
  trigger: ReactElement;
  children: ReactNode;
}

/** The panel renders inside the button's landmark, so that no content is outside all landmarks. */
export function Popover({
  label,
  isOpen,
  onOpenChange,
  opensOnHover = false,
  trigger,
  children,
}: PopoverProps) {
  const [button, setButton] = useState<Element | null>(null);
  const focusOpens = useOpeningByFocus(onOpenChange);
  const landmark = button?.closest<HTMLElement>("header, nav, main, aside, section") ?? undefined;
  return (
    <Base.Root
      open={isOpen}
      onOpenChange={(open, { reason }) => {
        // A press on a place that already shows its panel means "keep it".
        if (open || !opensOnHover || reason !== "trigger-press") onOpenChange(open);
      }}
    >
      <Base.Trigger
        ref={setButton}
        render={trigger}
        nativeButton={trigger.type !== "span"}
        openOnHover={opensOnHover}
        delay={HOVER_MS}
        {...(opensOnHover && focusOpens)}
      />
      <Base.Portal container={landmark}>
        <Base.Positioner className={css.positioner} sideOffset={6} collisionPadding={8}>
          <Base.Popup
            className={css.popup}
            {...(opensOnHover && { initialFocus: false, finalFocus: false })}
          >
            <Base.Title className={css.title}>{label}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** Opens on the keyboard's focus. The focus that a press brings does not count: the press itself opens or closes. */
function useOpeningByFocus(onOpenChange: (isOpen: boolean) => void) {
  const isPressed = useRef(false);
  return {
    onPointerDown: () => {
      isPressed.current = true;
    },
    onFocus: () => {
      if (!isPressed.current) onOpenChange(true);
    },
    // Before the focus moves on, because it would stop at the panel's edge, where nothing can be focused.
    onKeyDown: ({ key }: KeyboardEvent) => {
      if (key === "Tab") flushSync(() => onOpenChange(false));
    },
    onBlur: () => {
      isPressed.current = false;
      onOpenChange(false);
    },
  };
}
