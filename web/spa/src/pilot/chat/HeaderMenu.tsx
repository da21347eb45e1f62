/** The chat's actions that have no button in the header. */
import type { ReactElement } from "react";
import { Menu, MenuItem } from "~/ui/Menu";
import type { ChatAction } from "../useChatActions";

interface HeaderMenuProps {
  trigger: ReactElement;
  actions: ChatAction[];
}

export default function HeaderMenu({ trigger, actions }: HeaderMenuProps) {
  return (
    <Menu trigger={trigger}>
      {actions.map((action) => (
        <MenuItem
          key={action.id}
          shortcut={`/${action.id}`}
          isFinal={action.isFinal ?? false}
          onSelect={action.run}
        >
          {action.label}
        </MenuItem>
      ))}
    </Menu>
  );
}
