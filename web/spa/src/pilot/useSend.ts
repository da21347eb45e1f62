/** Sending: the message stands in the chat at once; a failure keeps it there, to be retried or edited. */
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { openSession, sendMessage } from "~/api/sessions";
import type { Step } from "~/api/types";
import { newKey } from "~/lib/ids";
import { useStore } from "~/lib/store";
import { isAnswered } from "~/lib/useActKey";
import { useListenEarly } from "~/live/LiveProvider";
import { setReply } from "~/live/reread";
import { useLogin } from "~/login/LoginProvider";
import { announce } from "~/ui/announcer";
import { addToDraft, focusComposer, NEW } from "./composer/drafts";
import { JUST_OPENED } from "./composer/useOpenedDraft";
import { fail, outbox, type Pending, put, take } from "./outbox";
import { addStep, stepsOf } from "./steps";

export interface Sending {
  pending: Pending[];
  send(content: string): void;
  retry(item: Pending): void;
  edit(item: Pending): void;
}

export function useSend(sessionId: string, steps: Step[]): Sending {
  const queries = useQueryClient();
  const { user } = useLogin();
  const entry = { listen: useListenEarly(), enter: useEnterSession() };
  const deliver = (item: Pending) => {
    put({ ...item, state: "sending", reason: null });
    inOrder(() => (item.sessionId === NEW ? open(queries, item, entry) : post(queries, item)));
  };
  const all = useStore(outbox);
  return {
    pending: all.filter((item) => isShown(item, user.id, sessionId, steps)),
    send: (content) =>
      deliver({
        key: newKey(),
        userId: user.id,
        sessionId,
        content,
        state: "sending",
        reason: null,
        at: new Date().toISOString(),
        afterIndex: steps.at(-1)?.index ?? -1,
      }),
    retry: deliver,
    edit: (item) => {
      take(item.key);
      addToDraft(user.id, item.sessionId, item.content);
      focusComposer();
    },
  };
}

/** The saved step may arrive by the stream before the answer to the request does; then it stands for the message. */
function isShown(item: Pending, userId: string, sessionId: string, steps: Step[]): boolean {
  if (item.userId !== userId || item.sessionId !== sessionId) return false;
  const isItsStep = (step: Step) =>
    step.index > item.afterIndex && step.author?.id === userId && step.content === item.content;
  return item.state === "failed" || !steps.some(isItsStep);
}

/** Opens the chat of a session just made, unless the user went elsewhere meanwhile; who types on goes on typing. */
function useEnterSession(): (id: string) => void {
  const navigate = useNavigate();
  return (id) => {
    const isStillHere = window.location.pathname === "/pilot";
    if (isStillHere) navigate(`/pilot/${id}`, { replace: true, state: JUST_OPENED });
  };
}

let last: Promise<void> = Promise.resolve();

/** One after another: two messages sent in a row must not overtake each other. */
function inOrder(act: () => Promise<void>): void {
  last = last.then(act);
}

async function post(queries: QueryClient, item: Pending): Promise<void> {
  try {
    const { step, reply } = await sendMessage(item.sessionId, item.content, item.key);
    addStep(queries, item.sessionId, step);
    setReply(queries, item.sessionId, reply);
    take(item.key);
    void queries.invalidateQueries({ queryKey: keys.session(item.sessionId) });
    void queries.invalidateQueries({ queryKey: keys.sessions });
  } catch (error) {
    keepFailed(item, error);
  }
}

interface Entry {
  listen: (sessionId: string) => void;
  enter: (sessionId: string) => void;
}

async function open(queries: QueryClient, item: Pending, entry: Entry): Promise<void> {
  try {
    const aiSession = await openSession(item.content, item.key);
    entry.listen(aiSession.id);
    queries.setQueryData(keys.session(aiSession.id), aiSession);
    void queries.invalidateQueries({ queryKey: keys.sessions });
    // Read first, so that the message never leaves the screen on the way into its session.
    await queries.prefetchQuery(stepsOf(queries, aiSession.id));
    entry.enter(aiSession.id);
    take(item.key);
  } catch (error) {
    keepFailed(item, error);
  }
}

function keepFailed(item: Pending, error: unknown): void {
  fail(item.key, messageOf(error), isAnswered(error) ? newKey() : item.key);
  announce("Sending failed.");
}
