/** Replies under way in the open session: their text as it grows, painted at most ten times a second. */
import { useEffect, useMemo, useRef, useState } from "react";
import type { AiSession, Step } from "~/api/types";
import { useLiveEvents } from "~/live/LiveProvider";
import { replyIdOf } from "../steps";
import {
  type Delta,
  NO_TEXTS,
  type ReplyTexts,
  textSoFar,
  withDeltas,
  without,
} from "./replyTexts";

const PAINT_MS = 100;

export interface LiveReply {
  id: string;
  text: string;
  /** False for one that ended and whose step is being read. */
  isRunning: boolean;
}

/** Replies without a saved step: those with text, and the one that runs even before it has any. */
export function useReplies(
  sessionId: string,
  running: AiSession["reply"],
  steps: Step[],
): LiveReply[] {
  const texts = useTexts(sessionId);
  const saved = useMemo(
    () => new Set(steps.map(replyIdOf).filter((id) => id !== undefined)),
    [steps],
  );
  const unsaved = without(texts, saved);
  const ids = new Set(Object.keys(unsaved));
  if (running && !saved.has(running.id)) ids.add(running.id);
  return [...ids].map((id) => ({
    id,
    text: textSoFar(unsaved[id]),
    isRunning: id === running?.id,
  }));
}

function useTexts(sessionId: string): ReplyTexts {
  const [texts, setTexts] = useState(NO_TEXTS);
  const waiting = useRef<Delta[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const paint = () => {
    const deltas = waiting.current;
    waiting.current = [];
    timer.current = undefined;
    setTexts((now) => withDeltas(now, deltas));
  };
  useLiveEvents((event) => {
    if (event.type !== "reply_delta" || event.session_id !== sessionId) return;
    waiting.current.push(event);
    timer.current ??= setTimeout(paint, PAINT_MS);
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  return texts;
}
