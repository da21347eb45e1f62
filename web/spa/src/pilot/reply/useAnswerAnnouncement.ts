/** Announces a finished answer with its first sentence; a screen reader reads nothing while it is written. */
import { useEffect, useRef } from "react";
import type { Step } from "~/api/types";
import { plainText } from "~/lib/text";
import { useLiveEvents } from "~/live/LiveProvider";
import { announce } from "~/ui/announcer";
import { replyIdOf } from "../steps";

const MAX_LENGTH = 120;

export function useAnswerAnnouncement(sessionId: string, steps: Step[]): void {
  const finished = useRef(new Set<string>());
  useLiveEvents((event) => {
    if (event.type !== "reply_finished" || event.session_id !== sessionId) return;
    finished.current.add(event.reply_id);
  });
  useEffect(() => {
    if (finished.current.size === 0) return;
    for (const step of steps.slice(-10)) {
      const replyId = replyIdOf(step);
      if (!replyId || !finished.current.delete(replyId)) continue;
      announce(`Copilot answered. ${firstSentence(step.content)}`);
    }
  }, [steps]);
}

function firstSentence(markdown: string): string {
  const plain = plainText(markdown);
  return plain.match(/^.*?[.?!](?=\s|$)/)?.[0] ?? plain.slice(0, MAX_LENGTH);
}
