/** A small panel beside a piece of text. Esc and a click outside close it, and the focus returns to the text. */
import { Popover as Base } from "@base-ui/react/popover";
import { type ReactElement, type ReactNode, useRef, useState } from "react";
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
    <Base.Root open={isOpen} onOpenChange={onOpenChange}>
      <Base.Trigger
        ref={setButton}
        render={trigger}
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
    onBlur: () => {
      isPressed.current = false;
      onOpenChange(false);
    },
  };
}
