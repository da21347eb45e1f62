/** Closes items of the task lane and sends the answers. A refused change is rolled back for its item alone. */
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { type ClosedItem, type Closing, closeItem, sendAnswers } from "~/api/lane";
import type { LaneItem, Person } from "~/api/types";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { setReply } from "~/live/patches";
import { refetchSession } from "~/live/sessionReader";
import { addStep } from "~/live/stepPages";
import { useLogin } from "~/login/LoginProvider";

/** Each resolves to the reason why it was not done, or null. */
export interface LaneMutations {
  close(item: LaneItem, how: Closing): Promise<string | null>;
  send(): Promise<string | null>;
}

export function useLaneMutations(sessionId: string): LaneMutations {
  const queries = useQueryClient();
  const { user } = useLogin();
  const sendOnce = useIdempotencyKey();
  const close = async (item: LaneItem, how: Closing) => {
    await queries.cancelQueries({ queryKey: keys.lane(sessionId) });
    put(queries, sessionId, closedBy(item, how, { id: user.id, name: user.name }));
    try {
      const body = { item: item.id, ...how };
      store(
        queries,
        sessionId,
        await sendOnce(body, (key) => closeItem(sessionId, item.id, how, key)),
      );
      return null;
    } catch (error) {
      put(queries, sessionId, item);
      refetchSession(queries, sessionId, ["lane"]);
      return messageOf(error);
    }
  };
  const send = async () => {
    try {
      const reply = await sendOnce("send", (key) => sendAnswers(sessionId, key));
      setReply(queries, sessionId, reply);
      change(queries, sessionId, sent);
      return null;
    } catch (error) {
      refetchSession(queries, sessionId, ["lane"]);
      return messageOf(error);
    }
  };
  return { close, send };
}

function store(queries: QueryClient, sessionId: string, { item, step, reply }: ClosedItem): void {
  put(queries, sessionId, item);
  if (step) addStep(queries, sessionId, step);
  if (!reply) return;
  setReply(queries, sessionId, reply);
  change(queries, sessionId, sent);
}

/** The item as it will be, shown while the call is under way. */
function closedBy(item: LaneItem, how: Closing, by: Person): LaneItem {
  const state = how.answer ? "answered" : how.done ? "done" : "skipped";
  const answer = how.answer ?? how.note ?? null;
  return { ...item, state, answer, closed_by: by, waiting: state !== "skipped" };
}

function sent(item: LaneItem): LaneItem {
  return { ...item, waiting: false };
}

function put(queries: QueryClient, sessionId: string, item: LaneItem): void {
  change(queries, sessionId, (each) => (each.id === item.id ? item : each));
}

function change(queries: QueryClient, sessionId: string, to: (item: LaneItem) => LaneItem): void {
  queries.setQueryData<LaneItem[]>(keys.lane(sessionId), (items) => items?.map(to));
}
