/** The suggested steps above the composer: those of the escalation that this user claimed, until they write a message or hide the steps. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { fetchHandoff, fetchHandoffs } from "~/api/handoffs";
import { keys } from "~/api/keys";
import type { AiSession, Handoff, Step } from "~/api/types";
import { offerUndo } from "~/keyboard/undo";
import { readText, userKey, writeText } from "~/lib/storage";
import { useLogin } from "~/login/LoginProvider";

export function useSuggestedSteps(aiSession: AiSession, steps: Step[]) {
  const { user } = useLogin();
  const handoff = useClaimed(aiSession, user.id);
  const hiddenKey = userKey(user.id, "hidden-steps", handoff?.id ?? "none");
  const [hiddenNow, setHiddenNow] = useState("");
  const isHidden =
    !handoff ||
    hiddenNow === hiddenKey ||
    readText(hiddenKey) !== "" ||
    hasWritten(steps, handoff, user.id);
  return {
    steps: isHidden ? [] : (handoff.ai_assessment_data?.suggested_steps ?? []),
    hide: () => {
      writeText(hiddenKey, "hidden");
      setHiddenNow(hiddenKey);
      const undo = () => {
        writeText(hiddenKey, "");
        setHiddenNow("");
      };
      offerUndo("Suggested steps hidden", { itemKey: hiddenKey, undo });
    },
  };
}

function useClaimed(aiSession: AiSession, userId: string): Handoff | undefined {
  const { id, handler } = aiSession;
  const isMine = handler?.id === userId;
  const list = useQuery({
    queryKey: keys.handoffs(id),
    queryFn: () => fetchHandoffs(id),
    enabled: isMine,
  });
  const newest = list.data?.find((handoff) => handoff.intent === "escalate");
  const claimed = newest?.claimed_by?.id === userId ? newest : undefined;
  const full = useQuery({
    queryKey: keys.handoff(id, claimed?.id ?? ""),
    queryFn: () => fetchHandoff(id, claimed?.id ?? ""),
    enabled: isMine && claimed !== undefined,
  });
  return isMine ? full.data : undefined;
}

function hasWritten(steps: Step[], handoff: Handoff, userId: string): boolean {
  const since = Date.parse(handoff.claimed_at ?? "");
  return steps.some(
    (step) =>
      step.kind === "user_message" &&
      step.author?.id === userId &&
      Date.parse(step.created_at) > since,
  );
}
