/** Sends messages. A message shows in the chat at once; if sending fails it stays there, to be retried or edited. */
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { useNavigate } from "react-router";
import { messageOf } from "~/api/errors";
import { openSession, sendMessage } from "~/api/sessions";
import type { Attachment, Step } from "~/api/types";
import { restoreTray, takeTray } from "~/attachments/tray";
import { keyAfter } from "~/lib/idempotencyKeys";
import { serverNowText } from "~/lib/serverTime";
import { useStore } from "~/lib/store";
import { useSubscribeEarly } from "~/live/LiveProvider";
import { addSession, patchSession, setReply } from "~/live/patches";
import { sessionOf } from "~/live/sessionReader";
import { addStep } from "~/live/stepPages";
import { useLogin } from "~/login/LoginProvider";
import { announce } from "~/ui/announcer";
import { focusComposer, NEW, restoreDraft, takeDraft } from "./composer/drafts";
import { JUST_OPENED } from "./composer/useOpenedDraft";
import { arrivals, fail, outbox, type Pending, put, take } from "./outbox";

export interface Sending {
  pending: Pending[];
  send(content: string): void;
  retry(item: Pending): void;
  edit(item: Pending): void;
}

export function useSend(sessionId: string, steps: Step[]): Sending {
  const queries = useQueryClient();
  const { user } = useLogin();
  const entry = { listen: useSubscribeEarly(), enter: useEnterSession() };
  const deliver = (item: Pending) => {
    put({ ...item, state: "sending", reason: null });
    inOrder(() => (item.sessionId === NEW ? open(queries, item, entry) : post(queries, item)));
  };
  return {
    pending: usePending(user.id, sessionId, steps),
    send: (content) =>
      deliver({
        ...takeDraft(user.id, sessionId, content),
        ...message(content, sessionId, takeTray(user.id, sessionId)),
        userId: user.id,
        sessionId,
        state: "sending",
        reason: null,
        at: serverNowText(),
        afterIndex: steps.at(-1)?.index ?? -1,
      }),
    retry: deliver,
    edit: (item) => {
      take(item.key);
      const sendWith = { key: item.key, isOpen: item.isOpen };
      restoreDraft(user.id, item.sessionId, { text: item.content, sendWith });
      restoreTray(user.id, item.sessionId, item.attachments ?? []);
      focusComposer();
    },
  };
}

/** A session needs a problem: without text, its files stand for it. */
function message(content: string, sessionId: string, attachments: Attachment[]) {
  const names = attachments.map((one) => one.name).join(", ");
  return { content: content || (sessionId === NEW ? names : ""), attachments };
}

/** A message that failed without an answer but whose step then appeared did arrive, so it is removed. */
function usePending(userId: string, sessionId: string, steps: Step[]): Pending[] {
  const all = useStore(outbox);
  const here = useMemo(
    () => all.filter((item) => item.userId === userId && item.sessionId === sessionId),
    [all, userId, sessionId],
  );
  const arrived = useMemo(() => arrivals(here, steps), [here, steps]);
  useEffect(() => {
    const lost = here.find((item) => item.state === "failed" && arrived.has(item.key));
    if (lost) take(lost.key, arrived.get(lost.key));
  }, [here, arrived]);
  return useMemo(() => here.filter((item) => !arrived.has(item.key)), [here, arrived]);
}

/** Opens the chat of a session that was just created, unless the user has left the screen. A user who is typing can continue. */
function useEnterSession(): (id: string) => void {
  const navigate = useNavigate();
  return (id) => {
    const isStillHere = window.location.pathname === "/pilot";
    if (isStillHere) navigate(`/pilot/${id}`, { replace: true, state: JUST_OPENED });
  };
}

let last: Promise<void> = Promise.resolve();

/** Sends one message after another, so that two messages cannot overtake each other. */
function inOrder(act: () => Promise<void>): void {
  last = last.then(act);
}

async function post(queries: QueryClient, item: Pending): Promise<void> {
  try {
    const { step, reply } = await sendMessage(item.sessionId, item.content, idsOf(item), item.key);
    addStep(queries, item.sessionId, step);
    setReply(queries, item.sessionId, reply);
    patchSession(queries, item.sessionId, { last_activity_at: step.created_at });
    take(item.key, step);
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
    const aiSession = await openSession(item.content, idsOf(item), item.key);
    entry.listen(aiSession.id);
    addSession(queries, aiSession);
    // Loads the session first, so that the message stays on the screen while the chat switches to it.
    await queries.prefetchQuery(sessionOf(queries, aiSession.id));
    entry.enter(aiSession.id);
    take(item.key);
  } catch (error) {
    keepFailed(item, error);
  }
}

function idsOf(item: Pending): string[] {
  return (item.attachments ?? []).map((one) => one.id);
}

function keepFailed(item: Pending, error: unknown): void {
  fail(item.key, messageOf(error), keyAfter(item, error));
  announce("Sending failed.");
}
