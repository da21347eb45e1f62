/** Tests a channel: the call only starts the test, and an event brings its result. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { testChannel } from "~/api/channels";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { usePatience } from "~/lib/usePatience";
import { useLiveEvents } from "~/live/LiveProvider";
import { announce } from "~/ui/announcer";

/** Longer than a call may take; after it the log says what came of the test. */
const PATIENCE_MS = 30_000;

export type TestState =
  | { kind: "idle" }
  | { kind: "running" }
  | { kind: "passed"; text: string }
  | { kind: "failed"; text: string };

export function useChannelTest(channelId: string): { state: TestState; run: () => void } {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  const [state, setState] = useState<TestState>({ kind: "idle" });
  const asking = useMutation({
    mutationFn: () => sendOnce(channelId, (key) => testChannel(channelId, key)),
    onError: (error) => setState({ kind: "failed", text: messageOf(error) }),
  });
  useLiveEvents((event) => {
    if (event.type !== "channel_tested" || event.channel_id !== channelId) return;
    const isOk = event.result === "ok";
    setState({ kind: isOk ? "passed" : "failed", text: event.message });
    announce(isOk ? "The test was sent." : "The test failed.");
    void queries.invalidateQueries({ queryKey: keys.channels });
    void queries.invalidateQueries({ queryKey: keys.channelCalls(channelId) });
  });
  usePatience(state.kind === "running", PATIENCE_MS, () =>
    setState({ kind: "failed", text: "no result yet; see the log." }),
  );
  const run = () => {
    if (state.kind === "running") return;
    setState({ kind: "running" });
    asking.mutate();
  };
  return { state, run };
}
