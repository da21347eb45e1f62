/** A sign for each kind of channel; the row also names the kind. */
import { Hash, UsersRound, Webhook } from "lucide-react";
import type { ChannelKind } from "~/api/channels";

const ICONS = { slack: Hash, teams: UsersRound, webhook: Webhook };

export function ChannelIcon({ kind }: { kind: ChannelKind }) {
  const Icon = ICONS[kind];
  return <Icon size={16} strokeWidth={1.5} aria-hidden="true" />;
}
