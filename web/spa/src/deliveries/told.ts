/** Puts the deliveries of a handoff into words: who, by which channel, with what result. */
import type { Delivery } from "~/api/types";
import { count, kindText } from "~/lib/text";
import { clockTime } from "~/lib/time";

type Channel = Delivery["channel"];

const CHANNELS: Readonly<Record<Channel, string>> = {
  bell: "Bell",
  mail: "Mail",
  push: "Push",
  slack: "Slack",
  teams: "Teams",
  webhook: "Webhook",
};
const ORDER = Object.keys(CHANNELS);

/** What a later message was about; the first one, about the escalation itself, needs no word. */
const LATER: Readonly<Record<string, string>> = {
  escalation_waiting: "it waits too long",
  escalation_claimed: "it was picked up",
  escalation_withdrawn: "it was withdrawn",
};

export interface Told {
  name: string;
  /** Only admins see it. */
  address: string | null;
  deliveries: Delivery[];
}

/** One entry for each person or channel: people by name, then the account's channels. */
export function byRecipient(deliveries: readonly Delivery[]): Told[] {
  const told = new Map<string, Told>();
  for (const delivery of deliveries) {
    const key = delivery.user_id ?? `${delivery.channel} ${delivery.recipient}`;
    const entry = told.get(key) ?? { name: delivery.recipient, address: null, deliveries: [] };
    if (delivery.channel === "mail" && delivery.address) entry.address = delivery.address;
    entry.deliveries.push(delivery);
    told.set(key, entry);
  }
  const entries = [...told.values()];
  for (const entry of entries) entry.deliveries.sort(byChannel);
  return entries.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}

function byChannel(a: Delivery, b: Delivery): number {
  return ORDER.indexOf(a.channel) - ORDER.indexOf(b.channel);
}

function rank({ deliveries }: Told): number {
  return deliveries.some((delivery) => delivery.user_id) ? 0 : 1;
}

export function channelText(channel: Channel): string {
  return CHANNELS[channel];
}

/** "sent 14:02", "queued, next try 14:05 (the server is full)", "failed (unknown address)". */
export function stateText(delivery: Delivery, now: number): string {
  const { state, sent_at, next_attempt_at: next } = delivery;
  switch (state) {
    case "sent":
      return sent_at ? `sent ${clockTime(sent_at, now)}` : "sent";
    case "failed":
      return `failed${reason(delivery)}`;
    case "unknown":
      return `may not have arrived${reason(delivery)}`;
    case "canceled":
      return "not needed any more";
    default:
      return `queued${next ? `, ${nextWord(delivery)} ${clockTime(next, now)}` : ""}${reason(delivery)}`;
  }
}

function nextWord({ attempts }: Delivery): string {
  return attempts > 0 ? "next try" : "goes out";
}

/** The first sentence of the reason; what FlowPilot does next is in the words before it. */
function reason({ last_error, error_message }: Delivery): string {
  const words = error_message ?? (last_error && kindText(last_error));
  return words ? ` (${words.split(/\.(?:\s|$)/)[0]})` : "";
}

export function occasionText({ event }: Delivery): string | null {
  return LATER[event] ?? null;
}

export function isGivenUp({ state }: Delivery): boolean {
  return state === "failed" || state === "unknown";
}

/** "3 mails, Teams", "1 failed, 2 mails", "2 queued". */
export function summary(deliveries: readonly Delivery[]): string {
  const failed = deliveries.filter(isGivenUp).length;
  const queued = deliveries.filter(({ state }) => state === "planned" || state === "sending");
  const parts = [
    failed > 0 && `${failed} failed`,
    ...ORDER.map((channel) => sentText(channel as Channel, deliveries)),
    queued.length > 0 && `${queued.length} queued`,
  ];
  return parts.filter(Boolean).join(", ") || "nobody";
}

function sentText(channel: Channel, deliveries: readonly Delivery[]): string | null {
  const sent = deliveries.filter((each) => each.channel === channel && each.state === "sent");
  if (sent.length === 0 || channel === "bell") return null;
  return channel === "mail" || channel === "push"
    ? count(sent.length, channel, channel === "mail" ? "mails" : "pushes")
    : channelText(channel);
}
