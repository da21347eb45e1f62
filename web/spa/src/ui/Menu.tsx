/** A button that opens a menu. The menu renders inside the button's landmark, so that no content is outside all landmarks. */
import { Menu as Base } from "@base-ui/react/menu";
import { type ReactElement, type ReactNode, useState } from "react";
import { useGuard } from "~/keyboard/useGuard";
import { classes } from "~/lib/classes";
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
  /** 16 px, before the text. */
  icon?: ReactNode;
  /** The key or command for the same action. */
  shortcut?: string | undefined;
  /** The action ends or removes something. */
  isDangerous?: boolean;
  /** The action takes effect at once, without asking, so a second Enter on the menu's button must not trigger it. */
  isFinal?: boolean;
  children: ReactNode;
}

export function MenuItem(props: MenuItemProps) {
  const { onSelect, icon, shortcut, isDangerous, isFinal, children } = props;
  const guard = useGuard();
  const isHeld = isFinal === true && guard.isHolding;
  return (
    <Base.Item
      className={classes(css.item, isDangerous && css.dangerous)}
      aria-disabled={isHeld || undefined}
      data-guarded={isHeld || undefined}
      closeOnClick={!isHeld}
      onClick={isFinal ? guard((_event: unknown) => onSelect()) : onSelect}
    >
      {icon}
      {children}
      {shortcut && <kbd>{shortcut}</kbd>}
    </Base.Item>
  );
}
