import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Events, LiveEventType } from "~/live/events";
import { openApp } from "../app";
import { FakeEventSource } from "../eventSource";
import {
  id,
  makeFact,
  makeFix,
  makeHandoff,
  makeNotification,
  makeQueueItem,
  makeSession,
  makeStep,
  makeUser,
  personOf,
} from "../factories";
import { FakeApi } from "../fakeApi";

const lena = makeUser({ name: "Lena Voss" });
const priya = makeUser({ name: "Priya Nair" });

/** Resolves once the app has made no read for half a second. */
async function settled(fakeApi: FakeApi): Promise<void> {
  let before = -1;
  while (before !== fakeApi.readCalls) {
    before = fakeApi.readCalls;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function callsOf(fakeApi: FakeApi, act: () => Promise<void> | void): Promise<number> {
  await settled(fakeApi);
  const before = fakeApi.readCalls;
  await act();
  await settled(fakeApi);
  return fakeApi.readCalls - before;
}

async function openChat() {
  const fakeApi = new FakeApi();
  const question = makeStep({ author: personOf(fakeApi.user), content: "It prompts." });
  const aiSession = fakeApi.add(makeSession(fakeApi.user), [question]);
  const app = openApp(`/pilot/${aiSession.id}`);
  await screen.findByText("It prompts.");
  FakeEventSource.current.emit("ready", { id: id(), user_id: fakeApi.user.id });
  return { fakeApi, aiSession, ...app };
}

/** Sends the events of one reply, from the engineer's step to the reply's end. */
function emitReply(fakeApi: FakeApi, sessionId: string, stepId: string | undefined): void {
  const replyId = id();
  const emit = <Type extends LiveEventType>(type: Type, data: Partial<Events[Type]> = {}) =>
    FakeEventSource.current.emit(type, { id: id(), session_id: sessionId, ...data });
  emit("step_created", { step_id: stepId });
  emit("reply_started", { reply_id: replyId, attempt: 1 });
  for (let index = 0; index < 5; index++) {
    emit("reply_delta", { reply_id: replyId, attempt: 1, index, text: "word " });
  }
  const step = makeStep({
    index: fakeApi.steps[sessionId]?.length ?? 0,
    kind: "assistant_message",
    content: "Sign her out everywhere.",
    data: { reply_id: replyId, status: "finished" },
  });
  fakeApi.steps[sessionId]?.push(step);
  const fix = makeFix({ session_id: sessionId });
  fakeApi.fixes[sessionId] = [fix];
  const facts = ["user", "device", "since"].map((kind) => makeFact({ kind, value: `a ${kind}` }));
  fakeApi.facts[sessionId] = facts;
  emit("step_created", { step_id: step.id });
  for (const fact of facts) emit("fact_changed", { fact_id: fact.id });
  emit("fix_changed", { fix_id: fix.id, status: "proposed" });
  emit("session_changed", { status: "active" });
  emit("reply_finished", { reply_id: replyId, step_id: step.id });
}

test("one reply in an open chat costs at most three calls", async () => {
  const { fakeApi, aiSession, user } = await openChat();
  const calls = await callsOf(fakeApi, async () => {
    await user.type(screen.getByRole("textbox", { name: "Message" }), "Why?{Enter}");
    await waitFor(() => expect(fakeApi.writesTo("/messages")).toHaveLength(1));
    emitReply(fakeApi, aiSession.id, fakeApi.steps[aiSession.id]?.at(-1)?.id);
    expect(await screen.findByText("Sign her out everywhere.")).toBeVisible();
    expect(await screen.findByText("a device")).toBeVisible();
    expect(await screen.findByRole("button", { name: "Apply" })).toBeVisible();
  });
  expect(calls).toBeLessThanOrEqual(3);
});

test("refetching a session updates its row in the sidebar", async () => {
  const { fakeApi, aiSession } = await openChat();
  Object.assign(fakeApi.session(aiSession.id), { title: "Stale token on a new phone" });
  FakeEventSource.current.emit("session_changed", { id: id(), session_id: aiSession.id });
  expect(await screen.findByRole("link", { name: /Stale token/ })).toBeVisible();
});

test("a chat opens with one call for all of its parts", async () => {
  const { fakeApi } = await openChat();
  await settled(fakeApi);
  for (const part of ["steps", "suggested-fixes", "facts"]) {
    expect(fakeApi.reads[`/ai-sessions/:id/${part}`]).toBeUndefined();
  }
  expect(fakeApi.reads["/ai-sessions/:id"]).toBeLessThanOrEqual(2);
});

function emitClaim(sessionId: string, handoffId: string | null): void {
  FakeEventSource.current.emit("handoff_claimed", {
    id: id(),
    handoff_id: handoffId,
    session_id: sessionId,
    claimed_by: personOf(priya),
    claimed_at: new Date().toISOString(),
  });
}

test("a claim that a bystander sees on the queue costs at most two calls", async () => {
  const fakeApi = new FakeApi();
  const row = makeQueueItem(personOf(lena));
  fakeApi.queue = [row];
  fakeApi.notifications = [makeNotification({ link: `/pilot/${row.session_id}?pickup=true` })];
  openApp("/escalations");
  await screen.findByRole("button", { name: "Notifications, 1 unread" });
  FakeEventSource.current.emit("ready", { id: id() });
  const calls = await callsOf(fakeApi, async () => {
    fakeApi.queue = [];
    const read = { read_at: new Date().toISOString(), note: "Taken by Priya Nair" };
    fakeApi.notifications = fakeApi.notifications.map((entry) => ({ ...entry, ...read }));
    emitClaim(row.session_id, row.handoff_id);
    expect(await screen.findByRole("button", { name: "Notifications" })).toBeVisible();
    await waitFor(() => expect(screen.queryByText("1 waiting")).not.toBeInTheDocument());
  });
  expect(calls).toBeLessThanOrEqual(2);
});

test("a claim of the session on the screen costs at most two calls", async () => {
  const fakeApi = new FakeApi();
  const handoffId = id();
  const aiSession = fakeApi.add(
    makeSession(lena, { status: "escalated", open_handoff_id: handoffId, can_write: false }),
    [makeStep({ content: "It prompts." })],
  );
  fakeApi.handoffs[aiSession.id] = [makeHandoff(aiSession, personOf(lena), { id: handoffId })];
  fakeApi.notifications = [makeNotification({ link: `/pilot/${aiSession.id}?pickup=true` })];
  openApp(`/pilot/${aiSession.id}`);
  await screen.findByText("It prompts.");
  FakeEventSource.current.emit("ready", { id: id() });
  const calls = await callsOf(fakeApi, async () => {
    const part = { status: "active" as const, handler: personOf(priya), open_handoff_id: null };
    Object.assign(fakeApi.session(aiSession.id), part);
    emitClaim(aiSession.id, handoffId);
    expect(await screen.findByText(/Taken by Priya Nair/)).toBeVisible();
  });
  expect(calls).toBeLessThanOrEqual(2);
});
