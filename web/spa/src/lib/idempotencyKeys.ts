/**
 * The idempotency keys of the user's actions, and what a failed call means for them.
 *
 * If the outcome of a call is unknown, the action may have taken effect. From then on its key is kept until a 2xx: the server answers a
 * repeated key with the first answer, so a retry cannot perform the action twice. A refused retry (still running, signed out, locked,
 * rate-limited) says nothing about the first call, so the key is kept. A refused first call changed nothing, so its key ends.
 */
import { ApiError, hasCode } from "~/api/errors";
import { newKey } from "./ids";

export interface IdempotencyKey {
  key: string;
  /** A call with this key may have taken effect. */
  isOpen: boolean;
}

export function freshKey(): IdempotencyKey {
  return { key: newKey(), isOpen: false };
}

/** The key for the next call, after a call with `used` failed. */
export function keyAfter(used: IdempotencyKey, error: unknown): IdempotencyKey {
  if (isUsedForAnother(error)) return freshKey();
  if (used.isOpen || isUnknown(error)) return { key: used.key, isOpen: true };
  return freshKey();
}

/** Whether the call may have taken effect: there was no answer or a server error, or the first call with its key is still running. */
function isUnknown(error: unknown): boolean {
  if (!(error instanceof ApiError)) return true;
  return error.status === 0 || error.status === 408 || error.status >= 500 || isRunning(error);
}

function isRunning(error: ApiError): boolean {
  return error.code === "idempotency_conflict" && error.retryAfter !== null;
}

/** The key was used with another body, so it can never be answered. */
function isUsedForAnother(error: unknown): boolean {
  return hasCode(error, "idempotency_conflict") && !isRunning(error);
}

/** The keys of actions that may be retried, each identified by the body that it sends. */
export class IdempotencyKeys {
  private readonly kept = new Map<string, IdempotencyKey>();

  async send<T>(body: unknown, call: (key: string) => Promise<T>): Promise<T> {
    const act = JSON.stringify(body);
    const used = this.kept.get(act) ?? freshKey();
    this.kept.set(act, used);
    try {
      const answer = await call(used.key);
      this.kept.delete(act);
      return answer;
    } catch (error) {
      const next = keyAfter(used, error);
      if (next.isOpen) this.kept.set(act, next);
      else this.kept.delete(act);
      throw error;
    }
  }
}
