/** The header's actions that a phone has no room for. */
import type { ReactElement } from "react";
import { Menu, MenuItem } from "~/ui/Menu";
import type { NamedAction } from "./ChatHeader";

interface HeaderMenuProps {
  trigger: ReactElement;
  actions: NamedAction[];
}

export default function HeaderMenu({ trigger, actions }: HeaderMenuProps) {
  return (
    <Menu trigger={trigger}>
      {actions.map((action) => (
        <MenuItem key={action.label} onSelect={action.run}>
          {action.label}
        </MenuItem>
      ))}
    </Menu>
  );
}
