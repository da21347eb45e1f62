/** A session of the script builder: its messages and draft, live, and what the user does with it. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "~/api/keys";
import {
  editScriptSession,
  fetchScriptSession,
  postScriptMessage,
  retryScriptReply,
  type ScriptMessage,
  type ScriptSession,
  type ScriptSessionChange,
  stopScriptReply,
} from "~/api/scriptBuilder";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { useLiveEvents, useScriptTopic } from "~/live/LiveProvider";

const ABOUT_IT = new Set(["reply_started", "reply_finished", "reply_failed", "script_changed"]);
const AFTER_A_GAP = new Set(["ready", "resync"]);

export function useScriptSession(id: string) {
  const queries = useQueryClient();
  useScriptTopic(id);
  useLiveEvents((event) => {
    const about = event as { session_id?: string; script_session_id?: string };
    const isIts = about.session_id === id || about.script_session_id === id;
    if ((isIts && ABOUT_IT.has(event.type)) || AFTER_A_GAP.has(event.type))
      void queries.invalidateQueries({ queryKey: keys.scriptSession(id) });
  });
  return useQuery({ queryKey: keys.scriptSession(id), queryFn: () => fetchScriptSession(id) });
}

/** The reply that the copilot writes now, or is about to. */
export function runningReply({ messages }: ScriptSession): ScriptMessage | null {
  const last = messages.at(-1);
  return last && (last.status === "queued" || last.status === "running") ? last : null;
}

export type BuilderActs = ReturnType<typeof useBuilderActs>;

export function useBuilderActs({ id }: ScriptSession) {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  const [isStopping, setIsStopping] = useState(false);
  const again = () => queries.invalidateQueries({ queryKey: keys.scriptSession(id) });
  const sending = useMutation({
    mutationFn: (content: string) =>
      sendOnce(["say", content], (key) => postScriptMessage(id, content, key)),
    onSuccess: ({ message, reply }) => {
      queries.setQueryData<ScriptSession>(
        keys.scriptSession(id),
        (now) => now && withNew(now, [message, reply]),
      );
      return again();
    },
  });
  const stopping = useMutation({
    mutationFn: () => sendOnce("stop", (key) => stopScriptReply(id, key)),
    onMutate: () => setIsStopping(true),
    onSettled: async () => {
      await again();
      setIsStopping(false);
    },
  });
  const retrying = useMutation({
    mutationFn: () => sendOnce("retry", (key) => retryScriptReply(id, key)),
    onSettled: again,
  });
  const editing = useMutation({
    mutationFn: (change: ScriptSessionChange) =>
      sendOnce(change, (key) => editScriptSession(id, change, key)),
    onSuccess: (edited) => queries.setQueryData(keys.scriptSession(id), edited),
    onError: again,
  });
  return { sending, stopping, retrying, editing, isStopping };
}

function withNew(now: ScriptSession, added: readonly ScriptMessage[]): ScriptSession {
  const known = new Set(now.messages.map(({ id }) => id));
  return { ...now, messages: [...now.messages, ...added.filter(({ id }) => !known.has(id))] };
}
