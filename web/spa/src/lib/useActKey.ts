/** One act of the user, one idempotency key. */
import { useRef } from "react";
import { ApiError } from "~/api/errors";
import { newKey } from "./ids";

/** Whether the API said no: then nothing was done, and trying again is a new act. Silence and faults leave that open. */
export function isAnswered(error: unknown): boolean {
  return error instanceof ApiError && error.status > 0 && error.status < 500;
}

type Sender = <T>(body: unknown, send: (key: string) => Promise<T>) => Promise<T>;

/** Sends with a key that stays the same while the same body is tried again without an answer. */
export function useActKey(): Sender {
  const act = useRef<{ body: string; key: string } | null>(null);
  return async (body, send) => {
    const text = JSON.stringify(body);
    if (act.current?.body !== text) act.current = { body: text, key: newKey() };
    try {
      const answer = await send(act.current.key);
      act.current = null;
      return answer;
    } catch (error) {
      if (isAnswered(error)) act.current = null;
      throw error;
    }
  };
}
