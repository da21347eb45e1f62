/** A button that opens a menu. The menu is placed inside the button's landmark, so that nothing floats outside of all of them. */
import { Menu as Base } from "@base-ui/react/menu";
import { type ReactElement, type ReactNode, useState } from "react";
import css from "./layers.module.css";

interface MenuProps {
  /** The button; it gets the menu's aria attributes. */
  trigger: ReactElement;
  children: ReactNode;
}

export function Menu({ trigger, children }: MenuProps) {
  const [button, setButton] = useState<Element | null>(null);
  const landmark = button?.closest<HTMLElement>("header, nav, main, aside, section") ?? undefined;
  return (
    <Base.Root>
      <Base.Trigger ref={setButton} render={trigger} />
      <Base.Portal container={landmark}>
        <Base.Positioner className={css.positioner} align="end" sideOffset={4} collisionPadding={8}>
          <Base.Popup className={css.popup}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

interface MenuItemProps {
  onSelect: () => void;
  children: ReactNode;
}

export function MenuItem({ onSelect, children }: MenuItemProps) {
  return (
    <Base.Item className={css.item} onClick={onSelect}>
      {children}
    </Base.Item>
  );
}
