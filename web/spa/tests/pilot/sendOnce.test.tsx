import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { openApp } from "../app";
import { FakeEventSource } from "../eventSource";
import { id, makeSession, makeStep, personOf } from "../factories";
import { FakeApi } from "../fakeApi";

/** Refusals that a retry may get although the first try took effect. */
const NO_NEWS = [
  { status: 409, code: "idempotency_conflict", retryAfter: 1 },
  { status: 401, code: "not_authenticated" },
  { status: 402, code: "subscription_locked" },
  { status: 403, code: "csrf_failed" },
  { status: 429, code: "too_many_requests", retryAfter: 1 },
  { status: 503, code: "unavailable" },
];

async function sendWithoutAnswer(fault: "no answer" | "answer lost") {
  const fakeApi = new FakeApi();
  const aiSession = fakeApi.add(makeSession(fakeApi.user), [makeStep({ content: "It prompts." })]);
  fakeApi.refuse("/messages", fault);
  const { user } = openApp(`/pilot/${aiSession.id}`);
  await user.type(await screen.findByRole("textbox", { name: "Message" }), "New phone{Enter}");
  await screen.findByText(/Not sent/);
  const retry = async () => user.click(screen.getByRole("button", { name: "Retry" }));
  const answered = (n: number) =>
    waitFor(() => expect(fakeApi.writesTo("/messages")).toHaveLength(n));
  return { fakeApi, aiSession, user, retry, answered };
}

test.each(NO_NEWS)("a $status ($code) to the retry of a lost send keeps its key", async (no) => {
  const { fakeApi, aiSession, retry, answered } = await sendWithoutAnswer("answer lost");
  fakeApi.refuse("/messages", no);
  await retry();
  await answered(2);
  await screen.findByText(/Not sent/);
  fakeApi.refuse("/messages", null);
  screen.getByRole("button", { name: "Retry", hidden: true }).click();
  await answered(3);
  await waitFor(() => expect(screen.queryByText(/Not sent/)).not.toBeInTheDocument());
  expect(new Set(fakeApi.writesTo("/messages").map((write) => write.key)).size).toBe(1);
  const arrived = fakeApi.steps[aiSession.id]?.filter(({ content }) => content === "New phone");
  expect(arrived).toHaveLength(1);
});

test("a lost send whose step appears leaves nothing to retry", async () => {
  const { fakeApi, aiSession } = await sendWithoutAnswer("answer lost");
  const [step] = (fakeApi.steps[aiSession.id] ?? []).slice(-1);
  FakeEventSource.current.emit("step_created", { id: id(), step_id: step?.id });
  await waitFor(() => expect(screen.queryByText(/Not sent/)).not.toBeInTheDocument());
  expect(screen.getAllByText("New phone")).toHaveLength(1);
});

test("of two messages with the same text, the one that did not arrive stays", async () => {
  const { fakeApi, aiSession, user } = await sendWithoutAnswer("no answer");
  await user.type(screen.getByRole("textbox", { name: "Message" }), "New phone{Enter}");
  await waitFor(() => expect(screen.getAllByText(/Not sent/)).toHaveLength(2));
  const step = makeStep({ index: 1, author: personOf(fakeApi.user), content: "New phone" });
  fakeApi.steps[aiSession.id]?.push(step);
  FakeEventSource.current.emit("step_created", { id: id(), step_id: step.id });
  await waitFor(() => expect(screen.getAllByText(/Not sent/)).toHaveLength(1));
});

test("a lost send that is edited without a change keeps its key", async () => {
  const { fakeApi, user, answered } = await sendWithoutAnswer("no answer");
  await user.click(screen.getByRole("button", { name: "Edit" }));
  fakeApi.refuse("/messages", null);
  await user.type(screen.getByRole("textbox", { name: "Message" }), "{Enter}");
  await answered(2);
  const [first, second] = fakeApi.writesTo("/messages");
  expect(second?.key).toBe(first?.key);
});
