/** Asks for a new ticket and waits for the event that says what became of it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { useLiveEvents } from "~/live/LiveProvider";
import { reasonOf } from "./words";

type State = "idle" | "waiting" | "failed";

export function useTicketRequest(onCreated: (number: string) => void) {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  const [state, setState] = useState<State>("idle");
  const [problem, setProblem] = useState<string | null>(null);
  const asked = useRef<string | null>(null);
  /** Results that came before the answer to the call. */
  const early = useRef(new Map<string, Result>());
  const settle = ({ number, code }: Result) => {
    asked.current = null;
    void queries.invalidateQueries({ queryKey: keys.tickets });
    if (number) onCreated(number);
    else {
      setState("failed");
      setProblem(reasonOf(code));
    }
  };
  useLiveEvents((event) => {
    const result = event as unknown as Result & { type: string; request_id: string };
    if (result.type !== "psa_ticket_created") return;
    if (result.request_id === asked.current) settle(result);
    else early.current.set(result.request_id, result);
  });
  const asking = useMutation({
    mutationFn: ({ body, send }: { body: unknown; send: (key: string) => Promise<string> }) =>
      sendOnce(body, send),
    onSuccess: (requestId) => {
      asked.current = requestId;
      const known = early.current.get(requestId);
      if (known) settle(known);
    },
    onError: (error) => {
      setState("failed");
      setProblem(messageOf(error));
    },
  });
  return {
    isBusy: state === "waiting",
    problem,
    send: (body: unknown, send: (key: string) => Promise<string>) => {
      setState("waiting");
      setProblem(null);
      asking.mutate({ body, send });
    },
  };
}

interface Result {
  number: string | null;
  code: string;
}
