import { useState } from "react";
import { IdempotencyKeys } from "./idempotencyKeys";

type Sender = <T>(body: unknown, send: (key: string) => Promise<T>) => Promise<T>;

/** Sends with the key of the action, which is identified by its body; `idempotencyKeys.ts` has the rules. */
export function useIdempotencyKey(): Sender {
  const [keys] = useState(() => new IdempotencyKeys());
  return (body, send) => keys.send(body, send);
}
