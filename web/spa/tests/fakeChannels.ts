/** The account's notification channels: what a test says they are, and how a call changes them. */
import type { Channel, ChannelCall, ChannelDraft } from "~/api/channels";
import { id } from "./factories";

type Params = Record<string, unknown>;
type Body = Record<string, unknown>;

export const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

export function makeChannel(part: Partial<Channel> = {}): Channel {
  const channel: Channel = {
    id: id(),
    kind: "slack",
    name: "Service desk",
    url_hint: "hooks.slack.com …Zx9q",
    events: ["escalation_created", "escalation_waiting"],
    is_active: true,
    off_reason: null,
  };
  return { ...channel, ...part };
}

export class FakeChannels {
  channels: Channel[] = [];
  calls: Record<string, ChannelCall[]> = {};

  /** Path and answer of each GET. */
  readonly reads: [string, (params: Params) => unknown][] = [
    ["/notification-channels", () => page(this.channels)],
    ["/notification-channels/:cid/calls", ({ cid }) => page(this.calls[String(cid)] ?? [])],
  ];

  /** Method, path, status and answer of each write. */
  readonly writes: [
    "post" | "patch" | "delete",
    string,
    number,
    (params: Params, body: Body) => unknown,
  ][] = [
    ["post", "/notification-channels", 201, (_params, body) => this.add(body)],
    ["post", "/notification-channels/:cid/test", 202, () => ({})],
    ["post", "/notification-channels/:cid/calls/:call/resend", 202, () => ({})],
    ["patch", "/notification-channels/:cid", 200, ({ cid }, body) => this.change(cid, body)],
    ["delete", "/notification-channels/:cid", 204, ({ cid }) => this.remove(cid)],
  ];

  private add(body: Body) {
    const { url, ...draft } = body as unknown as ChannelDraft;
    const made = makeChannel({ ...draft, url_hint: `${new URL(url).host} …${url.slice(-4)}` });
    this.channels.push(made);
    return made.kind === "webhook" ? { ...made, secret: SECRET } : made;
  }

  private change(channelId: unknown, body: Body) {
    const found = this.channels.find((channel) => channel.id === channelId);
    if (!found) throw new Error(`No channel ${channelId}`);
    const { url: _, ...change } = body;
    return Object.assign(found, change, body.is_active ? { off_reason: null } : {});
  }

  private remove(channelId: unknown) {
    this.channels = this.channels.filter((channel) => channel.id !== channelId);
  }
}

function page<T>(items: T[]) {
  return { items: [...items], next_cursor: null };
}
