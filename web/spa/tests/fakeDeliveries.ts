/** Who was told of each handoff: what a test says, and how a retry changes it. */
import type { Delivery, User } from "~/api/types";
import { id, NOW } from "./factories";

type Params = Record<string, unknown>;

/** A mail that was sent to `to`. */
export function makeDelivery(to: User, part: Partial<Delivery> = {}): Delivery {
  const delivery: Delivery = {
    id: id(),
    event: "escalation_created",
    channel: "mail",
    recipient: to.name,
    user_id: to.id,
    address: null,
    state: "sent",
    attempts: 1,
    last_error: null,
    error_message: null,
    next_attempt_at: null,
    sent_at: NOW,
    is_retriable: part.state === "failed" || part.state === "unknown",
  };
  return { ...delivery, ...part };
}

const PATH = "/ai-sessions/:id/handoffs/:hid/deliveries";

export class FakeDeliveries {
  /** By the handoff's id. */
  of: Record<string, Delivery[]> = {};

  /** Path and answer of each GET. */
  readonly reads: [string, (params: Params) => unknown][] = [
    [PATH, ({ hid }) => ({ items: [...(this.of[String(hid)] ?? [])] })],
  ];

  /** Path and answer of each POST. */
  readonly requests: [string, (params: Params) => unknown][] = [
    [`${PATH}/:did/retry`, (params) => this.retry(params)],
  ];

  private retry({ hid, did }: Params): Delivery {
    const found = this.of[String(hid)]?.find((delivery) => delivery.id === did);
    if (!found) throw new Error(`No delivery ${did}`);
    const planned = { state: "planned", next_attempt_at: null, is_retriable: false };
    return Object.assign(found, planned, { last_error: null, error_message: null });
  }
}
