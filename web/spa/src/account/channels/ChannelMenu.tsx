/** What an admin can do to a channel besides testing it. */
import { Pencil, Power, PowerOff, Trash2 } from "lucide-react";
import type { ReactElement } from "react";
import type { Channel } from "~/api/channels";
import { Menu, MenuItem } from "~/ui/Menu";
import type { ChannelIntent } from "./intents";

interface ChannelMenuProps {
  channel: Channel;
  trigger: ReactElement;
  onSwitch: () => void;
  onIntent: (intent: ChannelIntent) => void;
}

export default function ChannelMenu({ channel, trigger, onSwitch, onIntent }: ChannelMenuProps) {
  const Icon = channel.is_active ? PowerOff : Power;
  return (
    <Menu trigger={trigger}>
      <MenuItem
        icon={<Pencil size={16} strokeWidth={1.5} />}
        onSelect={() => onIntent({ kind: "edit", channel })}
      >
        Edit…
      </MenuItem>
      <MenuItem icon={<Icon size={16} strokeWidth={1.5} />} isFinal onSelect={onSwitch}>
        {channel.is_active ? "Switch off" : "Switch on"}
      </MenuItem>
      <MenuItem
        icon={<Trash2 size={16} strokeWidth={1.5} />}
        isDangerous
        onSelect={() => onIntent({ kind: "remove", channel })}
      >
        Remove…
      </MenuItem>
    </Menu>
  );
}
