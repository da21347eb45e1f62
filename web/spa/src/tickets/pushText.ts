/** The state of a push in words. */
import type { Push, PushPart } from "~/api/pushes";
import { ticketTag } from "~/lib/text";

export type PushTone = "ok" | "waiting" | "failed";

export function toneOf({ status, error }: Push): PushTone {
  if (status === "sent") return "ok";
  if (status === "queued") return error ? "waiting" : "ok";
  return "failed";
}

/** "Posted to #48231", "Not posted yet: retrying". */
export function pushText(push: Push): string {
  const place = push.ticket ? ticketTag(push.ticket) : "the ticket";
  switch (push.status) {
    case "sent":
      return push.is_public ? `Posted to ${place}: the client sees it` : `Posted to ${place}`;
    case "queued":
      return push.error ? "Not posted yet: retrying" : `Posting to ${place}…`;
    case "unknown":
      return `It may stand in ${place}. FlowPilot could not find out`;
    default:
      return `Not posted to ${place}`;
  }
}

/** "The ticket's status was not changed: …", or null if all is well. */
export function partText(name: string, part: PushPart | null): string | null {
  if (!part || part.status === "sent" || part.status === "queued") return null;
  return `${name}: ${part.error_message ?? "not known whether it was entered."}`;
}
