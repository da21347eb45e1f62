/** Asks for a new ticket and waits for the event that says what became of it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import type { Events } from "~/live/events";
import { useLiveEvents } from "~/live/LiveProvider";

type Result = Events["psa_ticket_created"];
type Send = (key: string) => Promise<string>;

/** After that the user need not wait any longer: the ticket appears in the list. */
const SLOW_MS = 15_000;

export function useTicketRequest(onCreated: (number: string) => void) {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const isSlow = useIsSlow(isBusy);
  const asked = useRef<string | null>(null);
  /** Results that came before the answer to the call. */
  const early = useRef(new Map<string, Result>());
  const fail = (why: string) => {
    setIsBusy(false);
    setProblem(why);
  };
  const settle = ({ number, message }: Result) => {
    asked.current = null;
    void queries.invalidateQueries({ queryKey: keys.tickets });
    if (number) onCreated(number);
    else fail(message ?? "The ticket system could not create it. Try again.");
  };
  useLiveEvents((event) => {
    if (event.type !== "psa_ticket_created") return;
    if (event.request_id === asked.current) settle(event);
    else early.current.set(event.request_id, event);
  });
  const asking = useMutation({
    mutationFn: ({ body, send }: { body: unknown; send: Send }) => sendOnce(body, send),
    onSuccess: (requestId) => {
      asked.current = requestId;
      const known = early.current.get(requestId);
      if (known) settle(known);
    },
    onError: (error) => fail(messageOf(error)),
  });
  const send = (body: unknown, call: Send) => {
    setIsBusy(true);
    setProblem(null);
    asking.mutate({ body, send: call });
  };
  return { isBusy, isSlow, problem, send };
}

function useIsSlow(isBusy: boolean): boolean {
  const [isSlow, setIsSlow] = useState(false);
  useEffect(() => {
    if (!isBusy) return setIsSlow(false);
    const timer = setTimeout(() => setIsSlow(true), SLOW_MS);
    return () => clearTimeout(timer);
  }, [isBusy]);
  return isSlow;
}
