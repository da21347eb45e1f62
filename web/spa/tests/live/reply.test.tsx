import { screen, waitFor } from "@testing-library/react";
import { http } from "msw";
import { expect, test } from "vitest";
import { openApp } from "../app";
import { FakeEventSource } from "../eventSource";
import { id, makeSession, makeStep, personOf } from "../factories";
import { FakeApi } from "../fakeApi";
import { server } from "../server";

async function openRunning() {
  const fakeApi = new FakeApi();
  const reply = { id: id(), status: "running" as const };
  const question = makeStep({ author: personOf(fakeApi.user), content: "Why?" });
  const aiSession = fakeApi.add(makeSession(fakeApi.user, { reply }), [question]);
  const app = openApp(`/pilot/${aiSession.id}`);
  await screen.findByText("Why?");
  const stream = () => FakeEventSource.current;
  const answer = makeStep({
    index: 1,
    kind: "assistant_message",
    content: "The token is stale. Clear it.",
    data: { reply_id: reply.id, status: "finished", provider: "demo" },
  });
  return { fakeApi, aiSession, reply, stream, answer, ...app };
}

test("the open session's topic joins the one stream of the app", async () => {
  const { aiSession, stream } = await openRunning();
  await waitFor(() => expect(stream().url).toContain(`session:${aiSession.id}`));
  expect(stream().url).toContain("escalations,notifications");
});

test("text grows while it is written, with aria-busy and not as a live region", async () => {
  const { reply, stream } = await openRunning();
  stream().emit("reply_delta", { reply_id: reply.id, attempt: 1, index: 0, text: "The token " });
  stream().emit("reply_delta", { reply_id: reply.id, attempt: 1, index: 1, text: "is stale." });
  const text = await screen.findByText("The token is stale.");
  const article = text.closest("article");
  expect(article).toHaveAttribute("aria-busy", "true");
  expect(text.closest("[aria-live], [role=status]")).toBeNull();
});

test("the saved step fills a gap, shows once, and is announced by its first sentence", async () => {
  const { fakeApi, aiSession, reply, stream, answer } = await openRunning();
  stream().emit("reply_delta", { reply_id: reply.id, attempt: 1, index: 1, text: "is stale." });
  expect(await screen.findByText("… is stale.")).toBeVisible();
  fakeApi.steps[aiSession.id]?.push(answer);
  fakeApi.session(aiSession.id).reply = null;
  stream().emit("reply_finished", { id: id(), reply_id: reply.id, step_id: answer.id });
  expect(await screen.findByText("The token is stale. Clear it.")).toBeVisible();
  expect(screen.queryByText("… is stale.")).not.toBeInTheDocument();
  expect(screen.getByText("Demo AI")).toBeVisible();
  await waitFor(() =>
    expect(screen.getByRole("status")).toHaveTextContent("Copilot answered. The token is stale."),
  );
});

test("the saved step replaces only its own reply's text", async () => {
  const { fakeApi, aiSession, reply, stream, answer } = await openRunning();
  const next = { reply_id: id(), attempt: 1, index: 0, text: "And the other thing." };
  stream().emit("reply_delta", { reply_id: reply.id, attempt: 1, index: 0, text: "The token" });
  stream().emit("reply_delta", next);
  expect(await screen.findByText("The token")).toBeVisible();
  fakeApi.steps[aiSession.id]?.push(answer);
  fakeApi.session(aiSession.id).reply = { id: next.reply_id, status: "running" };
  stream().emit("reply_finished", { id: id(), reply_id: reply.id, step_id: answer.id });
  expect(await screen.findByText(answer.content)).toBeVisible();
  expect(screen.queryByText("The token")).not.toBeInTheDocument();
  expect(screen.getByText(next.text)).toBeVisible();
});

test("a failed reply shows the reason, and is requested again without repeating the question", async () => {
  const { fakeApi, aiSession, reply, stream, answer, user } = await openRunning();
  const data = { reply_id: reply.id, status: "failed", code: "overloaded", message: "Too busy." };
  fakeApi.steps[aiSession.id]?.push({ ...answer, content: "", data });
  fakeApi.session(aiSession.id).reply = null;
  stream().emit("reply_failed", { id: id(), reply_id: reply.id, code: "overloaded" });
  expect(await screen.findByText("Too busy.")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Ask again" }));
  await waitFor(() => expect(fakeApi.writesTo("/reply/retry")).toHaveLength(1));
  expect(fakeApi.writes).toHaveLength(1);
  expect(screen.getByRole("textbox", { name: "Message" })).toHaveValue("");
});

test("changes made while the stream was down are fetched when it is back", async () => {
  const { fakeApi, aiSession, stream, answer } = await openRunning();
  stream().emit("ready", { id: id() });
  stream().fail();
  fakeApi.steps[aiSession.id]?.push(answer);
  stream().emit("resync", { id: id() });
  expect(await screen.findByText("The token is stale. Clear it.")).toBeVisible();
});

test("a refused stream refetches the user: an ended login is renewed in place", async () => {
  const { fakeApi, stream } = await openRunning();
  fakeApi.refuse("/auth/me", { status: 401, code: "not_authenticated" });
  stream().fail({ refused: true });
  expect(await screen.findByRole("dialog", { name: "You are signed out" })).toBeVisible();
});

test("a second attempt replaces the first attempt's text", async () => {
  const { reply, stream } = await openRunning();
  const say = (attempt: number, index: number, text: string) =>
    stream().emit("reply_delta", { reply_id: reply.id, attempt, index, text });
  say(1, 0, "Restart the router, ");
  say(1, 1, "then the vendor");
  expect(await screen.findByText(/Restart the router/)).toBeVisible();
  stream().emit("reply_started", { id: id(), reply_id: reply.id, attempt: 2 });
  await waitFor(() => expect(screen.queryByText(/Restart the router/)).not.toBeInTheDocument());
  say(2, 0, "Do not restart anything; ");
  say(1, 2, " is next");
  say(2, 1, "call the vendor.");
  expect(await screen.findByText("Do not restart anything; call the vendor.")).toBeVisible();
});

test("a reader who joins in the middle sees the whole text", async () => {
  const { reply, stream } = await openRunning();
  const delta = { reply_id: reply.id, attempt: 1 };
  stream().emit("reply_started", { id: id(), ...delta });
  stream().emit("reply_delta", { ...delta, index: 7, text: "The token is ", snapshot: true });
  stream().emit("reply_delta", { ...delta, index: 7, text: "is " });
  stream().emit("reply_delta", { ...delta, index: 8, text: "stale." });
  expect(await screen.findByText("The token is stale.")).toBeVisible();
});

test("the first words of a new session, which arrive before its chat renders, are not lost", async () => {
  const fakeApi = new FakeApi();
  const { user } = openApp("/pilot");
  let letThrough = () => {};
  const gate = new Promise<void>((resolve) => {
    letThrough = resolve;
  });
  server.use(
    http.get("*/api/v1/ai-sessions/:id", async ({ params }) => {
      if (params.id !== "escalations") await gate;
      return undefined;
    }),
  );
  await user.type(await screen.findByRole("textbox", { name: "Problem" }), "VPN drops{Enter}");
  await waitFor(() => expect(FakeEventSource.current.url).toContain("session:"));
  const reply = { id: id(), status: "running" as const };
  const [made] = fakeApi.sessions;
  if (made) made.reply = reply;
  const delta = { reply_id: reply.id, attempt: 1 };
  FakeEventSource.current.emit("ready", { id: id() });
  FakeEventSource.current.emit("reply_started", { id: id(), ...delta });
  FakeEventSource.current.emit("reply_delta", { ...delta, index: 0, text: "Which network " });
  letThrough();
  await screen.findByRole("textbox", { name: "Message" });
  FakeEventSource.current.emit("reply_delta", { ...delta, index: 1, text: "is it?" });
  expect(await screen.findByText("Which network is it?")).toBeVisible();
});
