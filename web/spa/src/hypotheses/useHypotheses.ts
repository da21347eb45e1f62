/** The board of a session, and its changes. Each change resolves to the reason why it was not made, or null. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { messageOf } from "~/api/errors";
import {
  addHypothesis,
  changeHypothesis,
  fetchHypotheses,
  type HypothesisChange,
} from "~/api/hypotheses";
import { keys } from "~/api/keys";
import type { Hypothesis } from "~/api/types";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";

export function useHypotheses(sessionId: string) {
  return useQuery({
    queryKey: keys.hypotheses(sessionId),
    queryFn: () => fetchHypotheses(sessionId),
  });
}

export interface BoardActions {
  add(cause: string): Promise<string | null>;
  change(hypothesis: Hypothesis, change: HypothesisChange): Promise<string | null>;
}

export function useBoardActions(sessionId: string): BoardActions {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  const during = async (send: () => Promise<unknown>) => {
    try {
      await send();
      return null;
    } catch (error) {
      return messageOf(error);
    } finally {
      await queries.invalidateQueries({ queryKey: keys.hypotheses(sessionId) });
    }
  };
  return {
    add: (cause) =>
      during(() => sendOnce({ cause }, (key) => addHypothesis(sessionId, cause, key))),
    change: ({ id }, change) =>
      during(() =>
        sendOnce({ id, ...change }, (key) => changeHypothesis(sessionId, id, change, key)),
      ),
  };
}
