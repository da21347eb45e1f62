import { fireEvent, screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import type { Handoff, SnapshotAttempt } from "~/api/types";
import { openApp } from "../app";
import { makeAttempt } from "../attempts";
import { FakeEventSource } from "../eventSource";
import {
  id,
  makeHandoff,
  makeNotification,
  makeSession,
  makeStep,
  makeUser,
  NOW,
  personOf,
} from "../factories";
import { FakeApi } from "../fakeApi";
import { server } from "../server";

const lena = makeUser({ name: "Lena Voss" });
const priya = makeUser({ name: "Priya Nair" });

const ASSESSED: Partial<Handoff> = {
  assessment_status: "ready",
  ai_assessment_data: {
    has_assessment: true,
    likely_cause: "Shadow storage on D: is full.",
    summary: "Nobody has looked at D: yet.",
    confidence: "medium",
    suggested_steps: ["Check shadow storage on D:"],
    open_questions: ["Was the old agent removed?"],
    facts_used: ["Event 8194"],
  },
};

function makeWaitingRow(fakeApi: FakeApi, part: Partial<Handoff> = {}) {
  const title = "VSS writer times out";
  const aiSession = makeSession(lena, { title, status: "escalated", can_write: false });
  const handoff = makeHandoff(aiSession, personOf(lena), part);
  fakeApi.add(Object.assign(aiSession, { open_handoff_id: handoff.id }));
  fakeApi.handoffs[aiSession.id] = [handoff];
  return { aiSession, handoff };
}

async function openHandoff(part: Partial<Handoff> = {}) {
  const fakeApi = new FakeApi();
  const { aiSession, handoff } = makeWaitingRow(fakeApi, part);
  const app = openApp(`/pilot/${aiSession.id}?pickup=true`);
  await screen.findByRole("heading", { level: 1, name: "VSS writer times out" });
  return { fakeApi, aiSession, handoff, ...app };
}

test("the handoff of an earlier release, whose attempts have fewer fields, is shown", async () => {
  const attempt = { id: id(), title: "Restart the writer", at: NOW, notes: "State 9" };
  const { handoff } = makeHandoffWith([{ ...attempt, outcome: "did_not_work" }]);
  await openHandoff({ snapshot: handoff.snapshot });
  const row = (await screen.findByText("Restart the writer")).closest("li");
  expect(row).toHaveTextContent("Did not work: State 9");
  expect(row).not.toHaveTextContent("said so");
});

test("the handoff shows output that is on record", async () => {
  const piece = { step_id: id(), excerpt: "state 9", sha256: "0", machine: "FS01", at: NOW };
  const { handoff } = makeHandoffWith([makeAttempt({ evidence: [piece] })]);
  const { user } = await openHandoff({ snapshot: handoff.snapshot });
  await user.click(await screen.findByText("Shown"));
  expect(screen.getByText("state 9")).toBeVisible();
});

function makeHandoffWith(attempts: SnapshotAttempt[]) {
  const handoff = makeHandoff(makeSession(lena), personOf(lena));
  return { handoff: { ...handoff, snapshot: { ...handoff.snapshot, attempts } } };
}

function outOfReach(sessionId: string): void {
  server.use(
    http.get(`*/api/v1/ai-sessions/${sessionId}`, () =>
      HttpResponse.json({ status: 404, code: "not_found", message: "Not found." }, { status: 404 }),
    ),
  );
}

test("the question comes first, then the assessment and next steps, then what was tried", async () => {
  await openHandoff(ASSESSED);
  const words = document.querySelector("main")?.textContent ?? "";
  const order = [
    "Lena Voss asks",
    "Likely cause",
    "Next steps",
    "Still open",
    "Tried",
    "What we know",
  ];
  const places = order.map((word) => words.indexOf(word));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places[0]).toBeGreaterThan(0);
  const record = screen.getByRole("button", { name: /^Steps on record/ });
  expect(record).toHaveAttribute("aria-expanded", "false");
});

test("the copilot's confidence is a word, with its reason in a tip", async () => {
  const { user } = await openHandoff(ASSESSED);
  const sure = screen.getByText("Medium confidence");
  expect(sure.parentElement).toHaveTextContent("Based on: Event 8194");
  for (let presses = 0; presses < 30 && !sure.closest(":focus"); presses++) await user.tab();
  expect(sure.closest(":focus")).not.toBeNull();
});

test("while the assessment is pending its space is reserved, and Start here works", async () => {
  const { user, fakeApi } = await openHandoff();
  expect(screen.getByText(/^Reading the session/)).toBeVisible();
  expect(screen.getByRole("heading", { name: "Next steps" })).toBeVisible();
  const start = screen.getByRole("button", { name: "Start here" });
  await waitFor(() => expect(start).toHaveAttribute("aria-disabled", "false"));
  await user.click(start);
  await waitFor(() => expect(fakeApi.writesTo("/claim")).toHaveLength(1));
});

test("Start here ignores an early click or Enter", async () => {
  const { fakeApi } = await openHandoff();
  const start = screen.getByRole("button", { name: "Start here" });
  fireEvent.click(start);
  fireEvent.keyDown(document.body, { key: "Enter" });
  await waitFor(() => expect(start).toHaveAttribute("aria-disabled", "false"));
  fireEvent.keyDown(document.body, { key: "Enter", repeat: true });
  expect(fakeApi.writesTo("/claim")).toEqual([]);
  fireEvent.keyDown(document.body, { key: "Enter" });
  await waitFor(() => expect(fakeApi.writesTo("/claim")).toHaveLength(1));
});

test("a failed assessment shows the reason and can be retried", async () => {
  const { user } = await openHandoff({
    assessment_status: "unavailable",
    assessment_error: "deadline",
  });
  expect(screen.getByText("No assessment: the model did not answer in time")).toBeVisible();
  let asked = 0;
  server.use(
    http.post("*/assessment/retry", () => {
      asked += 1;
      return HttpResponse.json({}, { status: 202 });
    }),
  );
  await user.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(asked).toBe(1));
});

test("once another user has claimed it, the screen shows only who and when", async () => {
  const { aiSession, handoff } = await openHandoff(ASSESSED);
  expect(await screen.findByText("Shadow storage on D: is full.")).toBeVisible();
  outOfReach(aiSession.id);
  FakeEventSource.current.emit("handoff_claimed", {
    id: id(),
    handoff_id: handoff.id,
    session_id: aiSession.id,
    claimed_by: personOf(priya),
    claimed_at: new Date().toISOString(),
  });
  await waitFor(() => expect(screen.queryByText("Shadow storage on D: is full.")).toBeNull());
  const main = document.querySelector("main");
  await waitFor(() => expect(main).toHaveTextContent("Taken by Priya Nair, just now."));
  expect(screen.queryByRole("button", { name: "Start here" })).toBeNull();
});

test("a notification's link to a claimed and resolved escalation says so instead of 404", async () => {
  const fakeApi = new FakeApi();
  const sessionId = id();
  outOfReach(sessionId);
  const entry = makeNotification({
    title: "Escalation from Lena Voss: VPN drops",
    link: `/pilot/${sessionId}?pickup=true`,
    outcome: { kind: "resolved", by: personOf(priya), at: new Date().toISOString() },
    read_at: NOW,
  });
  fakeApi.notifications = [entry];
  openApp(`/pilot/${sessionId}?pickup=true`);
  expect(await screen.findByRole("heading", { name: entry.title })).toBeVisible();
  expect(document.querySelector("main")).toHaveTextContent("Resolved by Priya Nair, just now.");
  expect(screen.getByRole("link", { name: "Back to queue" })).toBeVisible();
});

test("an escalation without a notification for this user is not found", async () => {
  new FakeApi();
  const sessionId = id();
  outOfReach(sessionId);
  openApp(`/pilot/${sessionId}?pickup=true`);
  expect(await screen.findByText("This does not exist or you cannot see it.")).toBeVisible();
});

test("a user who may not pick it up sees the reason instead of the button", async () => {
  await openHandoff({ target_user: personOf(priya) });
  expect(screen.getByText(/^It is for Priya Nair/)).toBeVisible();
  expect(screen.queryByRole("button", { name: "Start here" })).toBeNull();
});

test("messages written after the escalation are on record too, and counted the same everywhere", async () => {
  const { fakeApi, aiSession, user } = await openHandoff();
  fakeApi.steps[aiSession.id] = [
    makeStep({ index: 1, author: personOf(lena), content: "It prompts every hour." }),
    makeStep({ index: 2, kind: "system", content: "Lena Voss escalated to the team" }),
    makeStep({ index: 3, author: personOf(lena), content: "And now at once." }),
  ];
  Object.assign(fakeApi.session(aiSession.id), { step_count: 2 });
  const event = { session_id: aiSession.id, step_id: fakeApi.steps[aiSession.id]?.[2]?.id };
  FakeEventSource.current.emit("step_created", { id: id(), ...event });
  const fold = screen.getByRole("button", { name: /^Steps on record/ });
  await waitFor(() => expect(fold).toHaveTextContent("Steps on record2"));
  await user.click(fold);
  expect(await screen.findByText("And now at once.")).toBeVisible();
  expect(screen.queryByText(/escalated to the team/)).toBeNull();
});

test("pasted output in the record keeps its columns", async () => {
  const { fakeApi, aiSession, user } = await openHandoff();
  const content = "PID   NAME      STATE\n1024  outlook   running\n2048  teams     stopped";
  const step = makeStep({ author: personOf(lena), content });
  fakeApi.steps[aiSession.id] = [step];
  FakeEventSource.current.emit("step_created", {
    id: id(),
    session_id: aiSession.id,
    step_id: step.id,
  });
  await user.click(screen.getByRole("button", { name: /^Steps on record/ }));
  const pasted = await screen.findByText(/outlook running/);
  expect(pasted.closest("pre")).not.toBeNull();
});
