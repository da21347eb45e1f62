/** Tests the connection: the call only starts the test, and an event brings its result. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { testConnection } from "~/api/psaConnection";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { usePatience } from "~/lib/usePatience";
import { useLiveEvents } from "~/live/LiveProvider";
import { announce } from "~/ui/announcer";

/** Longer than a test may take. */
const PATIENCE_MS = 180_000;

export type TestState =
  | { kind: "idle" }
  | { kind: "running" }
  | { kind: "passed"; text: string }
  | { kind: "failed"; text: string };

export interface ConnectionTest {
  state: TestState;
  run: () => void;
}

export function useConnectionTest(): ConnectionTest {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  const [state, setState] = useState<TestState>({ kind: "idle" });
  const asking = useMutation({
    mutationFn: () => sendOnce("test", testConnection),
    onError: (error) => setState({ kind: "failed", text: messageOf(error) }),
  });
  useLiveEvents((event) => {
    if (event.type !== "psa_connection_tested") return;
    const isOk = event.result === "ok";
    setState({ kind: isOk ? "passed" : "failed", text: event.message });
    announce(isOk ? "The connection works." : `The test failed. ${event.message}`);
    void queries.invalidateQueries({ queryKey: keys.psaConnection });
    if (isOk) void queries.invalidateQueries({ queryKey: keys.psaLookups });
  });
  usePatience(state.kind === "running", PATIENCE_MS, () =>
    setState({ kind: "failed", text: "There is no result yet. Test again in a few minutes." }),
  );
  const run = () => {
    setState({ kind: "running" });
    if (!asking.isPending) asking.mutate();
  };
  return { state, run };
}
