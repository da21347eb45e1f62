/** The running replies of the open session. Their text is read where it is shown, so that the transcript does not render for each delta. */
import { useMemo } from "react";
import type { AiSession, Step } from "~/api/types";
import { useReplyIds } from "~/live/LiveProvider";
import { replyIdOf } from "../steps";

export interface LiveReply {
  id: string;
  /** False for a reply that has ended and whose step is being fetched. */
  isRunning: boolean;
}

/** Replies without a saved step: those with text, and the running one even before it has text. */
export function useReplies(
  sessionId: string,
  running: AiSession["reply"],
  steps: Step[],
): LiveReply[] {
  const written = useReplyIds(sessionId);
  const saved = useMemo(() => new Set(steps.map(replyIdOf)), [steps]);
  const ids = new Set(running ? [...written, running.id] : written);
  return [...ids]
    .filter((id) => !saved.has(id))
    .map((id) => ({ id, isRunning: id === running?.id }));
}
