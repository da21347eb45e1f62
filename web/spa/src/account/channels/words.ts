/** What the kinds, events and states of channels are called. */
import type { Channel, ChannelEvent, ChannelKind } from "~/api/channels";
import { kindText } from "~/lib/text";

export const KINDS: Readonly<Record<ChannelKind, { name: string; address: string; hint: string }>> =
  {
    slack: {
      name: "Slack",
      address: "https://hooks.slack.com/services/…",
      hint: "The address of an incoming webhook of your Slack workspace.",
    },
    teams: {
      name: "Microsoft Teams",
      address: "https://….logic.azure.com/workflows/…",
      hint: "The address of a Teams workflow that posts to a channel when a webhook request is received.",
    },
    webhook: {
      name: "Signed webhook",
      address: "https://example.com/flowpilot",
      hint: "FlowPilot sends JSON, signed with a secret that you get after adding the channel.",
    },
  };

/** The events that a channel can be told, in the order of an escalation's life. */
const EVENTS: Readonly<Record<ChannelEvent, string>> = {
  escalation_created: "Escalation to the team",
  escalation_targeted: "Escalation to one person",
  escalation_waiting: "Escalation that waits too long",
  escalation_claimed: "Escalation picked up",
  escalation_withdrawn: "Escalation withdrawn",
};

export const EVENT_NAMES = Object.keys(EVENTS) as ChannelEvent[];

/** What a new channel is told until somebody chooses. */
export const USUAL_EVENTS: ChannelEvent[] = [
  "escalation_created",
  "escalation_targeted",
  "escalation_waiting",
];

/** The log also has tests. */
export function eventText(event: string): string {
  return EVENTS[event as ChannelEvent] ?? kindText(event);
}

type OffReason = NonNullable<Channel["off_reason"]>;

const OFF_REASONS: Readonly<Record<OffReason, string>> = {
  gone: "the address no longer exists",
  failures: "ten calls in a row failed",
  failing: "calls have failed for 24 hours",
};

/** Shown after "Switched off: ". */
export function offReasonText(reason: OffReason): string {
  return OFF_REASONS[reason];
}

/** What became of a call: "HTTP 200", or the reason why there was no answer. */
export function callText(status: number | string): { text: string; isGood: boolean } {
  const code = Number(status);
  if (Number.isInteger(code)) return { text: `HTTP ${code}`, isGood: code >= 200 && code < 300 };
  return { text: kindText(String(status)), isGood: false };
}
