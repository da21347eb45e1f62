/** What an admin can do to a member besides changing the role. Each item opens a dialog that asks first. */
import { UserCheck, UserMinus, UserX } from "lucide-react";
import type { ReactElement } from "react";
import type { User } from "~/api/types";
import { Menu, MenuItem } from "~/ui/Menu";
import type { Intent } from "./memberIntents";

interface MemberMenuProps {
  member: User;
  trigger: ReactElement;
  onIntent: (intent: Intent) => void;
}

export default function MemberMenu({ member, trigger, onIntent }: MemberMenuProps) {
  return (
    <Menu trigger={trigger}>
      {member.is_active ? (
        <MenuItem
          icon={<UserMinus size={16} strokeWidth={1.5} />}
          onSelect={() => onIntent({ kind: "deactivate", member })}
        >
          Deactivate…
        </MenuItem>
      ) : (
        <MenuItem
          icon={<UserCheck size={16} strokeWidth={1.5} />}
          onSelect={() => onIntent({ kind: "activate", member })}
        >
          Activate…
        </MenuItem>
      )}
      <MenuItem
        icon={<UserX size={16} strokeWidth={1.5} />}
        isDangerous
        onSelect={() => onIntent({ kind: "remove", member })}
      >
        Remove…
      </MenuItem>
    </Menu>
  );
}
