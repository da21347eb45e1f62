/** A small panel beside a piece of text. Esc and a click outside close it, and the focus returns to the text. */
import { Popover as Base } from "@base-ui/react/popover";
import { type ReactElement, type ReactNode, useState } from "react";
import css from "./popover.module.css";

interface PopoverProps {
  /** The panel's title. */
  label: string;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** The button; it gets the panel's aria attributes. */
  trigger: ReactElement;
  children: ReactNode;
}

/** The panel renders inside the button's landmark, so that no content is outside all landmarks. */
export function Popover({ label, isOpen, onOpenChange, trigger, children }: PopoverProps) {
  const [button, setButton] = useState<Element | null>(null);
  const landmark = button?.closest<HTMLElement>("header, nav, main, aside, section") ?? undefined;
  return (
    <Base.Root open={isOpen} onOpenChange={onOpenChange}>
      <Base.Trigger ref={setButton} render={trigger} />
      <Base.Portal container={landmark}>
        <Base.Positioner className={css.positioner} sideOffset={6} collisionPadding={8}>
          <Base.Popup className={css.popup}>
            <Base.Title className={css.title}>{label}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
