/** What the admin is about to do to a channel in a dialog. */
import type { Channel } from "~/api/channels";

export type ChannelIntent =
  | { kind: "add" }
  | { kind: "edit"; channel: Channel }
  | { kind: "remove"; channel: Channel };
