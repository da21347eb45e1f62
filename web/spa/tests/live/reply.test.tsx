import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { openApp } from "../app";
import { FakeEventSource } from "../eventSource";
import { id, makeSession, makeStep, personOf } from "../makers";
import { World } from "../world";

async function openRunning() {
  const world = new World();
  const reply = { id: id(), status: "running" as const };
  const question = makeStep({ author: personOf(world.user), content: "Why?" });
  const aiSession = world.add(makeSession(world.user, { reply }), [question]);
  const app = openApp(`/pilot/${aiSession.id}`);
  await screen.findByText("Why?");
  const stream = () => FakeEventSource.current;
  const answer = makeStep({
    index: 1,
    kind: "assistant_message",
    content: "The token is stale. Clear it.",
    data: { reply_id: reply.id, status: "finished", provider: "demo" },
  });
  return { world, aiSession, reply, stream, answer, ...app };
}

test("the open session's topic joins the one stream of the app", async () => {
  const { aiSession, stream } = await openRunning();
  await waitFor(() => expect(stream().url).toContain(`session:${aiSession.id}`));
  expect(stream().url).toContain("escalations,notifications");
});

test("text grows while it is written, busy and not as a live region", async () => {
  const { reply, stream } = await openRunning();
  stream().emit("reply_delta", { reply_id: reply.id, index: 0, text: "The token " });
  stream().emit("reply_delta", { reply_id: reply.id, index: 1, text: "is stale." });
  const text = await screen.findByText("The token is stale.");
  const article = text.closest("article");
  expect(article).toHaveAttribute("aria-busy", "true");
  expect(text.closest("[aria-live], [role=status]")).toBeNull();
});

test("the saved step heals a gap, stands there once, and is announced by its first sentence", async () => {
  const { world, aiSession, reply, stream, answer } = await openRunning();
  stream().emit("reply_delta", { reply_id: reply.id, index: 1, text: "is stale." });
  expect(await screen.findByText("… is stale.")).toBeVisible();
  world.steps[aiSession.id]?.push(answer);
  world.session(aiSession.id).reply = null;
  stream().emit("reply_finished", { id: id(), reply_id: reply.id, step_id: answer.id });
  expect(await screen.findByText("The token is stale. Clear it.")).toBeVisible();
  expect(screen.queryByText("… is stale.")).not.toBeInTheDocument();
  expect(screen.getByText("Demo AI")).toBeVisible();
  await waitFor(() =>
    expect(screen.getByRole("status")).toHaveTextContent("Copilot answered. The token is stale."),
  );
});

test("a reply that failed says why, and is asked for again without asking the question twice", async () => {
  const { world, aiSession, reply, stream, answer, user } = await openRunning();
  const data = { reply_id: reply.id, status: "failed", code: "overloaded", message: "Too busy." };
  world.steps[aiSession.id]?.push({ ...answer, content: "", data });
  world.session(aiSession.id).reply = null;
  stream().emit("reply_failed", { id: id(), reply_id: reply.id, code: "overloaded" });
  expect(await screen.findByText("Too busy.")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Ask again" }));
  await waitFor(() => expect(world.writesTo("/reply/retry")).toHaveLength(1));
  expect(world.writes).toHaveLength(1);
  expect(screen.getByRole("textbox", { name: "Message" })).toHaveValue("");
});

test("what came while the stream was away is read when it is back", async () => {
  const { world, aiSession, stream, answer } = await openRunning();
  stream().emit("ready", { id: id() });
  stream().fail();
  world.steps[aiSession.id]?.push(answer);
  stream().emit("resync", { id: id() });
  expect(await screen.findByText("The token is stale. Clear it.")).toBeVisible();
});

test("a refused stream asks who one is: a lost login is signed in again in place", async () => {
  const { world, stream } = await openRunning();
  world.refuse("/auth/me", { status: 401, code: "not_authenticated" });
  stream().fail({ refused: true });
  expect(await screen.findByRole("dialog", { name: "You are signed out" })).toBeVisible();
});
