/** Stops the running reply, or notifies the user when it ends. */
import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { messageOf } from "~/api/errors";
import { stopReply } from "~/api/sessions";
import { useEscape } from "~/keyboard/useEscape";
import { newKey } from "~/lib/ids";
import { useLiveEvents } from "~/live/LiveProvider";
import { showToast } from "~/ui/toasts";

export interface ReplyControl {
  isStopping: boolean;
  stop(): void;
  notify(): void;
}

export function useReplyControl(sessionId: string, replyId: string | undefined): ReplyControl {
  const stopping = useMutation({
    mutationFn: (_replyId: string) => stopReply(sessionId, newKey()),
    onError: (error) => showToast(`Not stopped. ${messageOf(error)}`, { tone: "error" }),
  });
  const isStopping = stopping.variables === replyId && !stopping.isError && !stopping.isIdle;
  const stop = () => {
    if (replyId && !isStopping) stopping.mutate(replyId);
  };
  useEscape(stop, replyId !== undefined);
  return { isStopping, stop, notify: useNotice(sessionId) };
}

/** Shows a system notification when the reply is done, or a toast if the browser does not allow that. */
function useNotice(sessionId: string): () => void {
  const isWanted = useRef(false);
  useLiveEvents((event) => {
    const isEnd = event.type === "reply_finished" || event.type === "reply_failed";
    if (!isEnd || event.session_id !== sessionId || !isWanted.current) return;
    isWanted.current = false;
    notify(event.type === "reply_finished" ? "Copilot answered." : "Copilot could not answer.");
  });
  return () => {
    isWanted.current = true;
    if ("Notification" in window) void Notification.requestPermission();
    showToast("You will be notified when Copilot is done. Keep this tab open.");
  };
}

function notify(words: string): void {
  if ("Notification" in window && Notification.permission === "granted") {
    new Notification("FlowPilot", { body: words });
  } else {
    showToast(words, { tone: "plain" });
  }
}
