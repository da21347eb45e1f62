import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { address, openApp } from "../app";
import { id, makeHandoff, makeQueueItem, makeSession, makeUser, personOf } from "../makers";
import { World } from "../world";

test("a resolved session is reopened, and one goes on writing", async () => {
  const world = new World();
  const aiSession = world.add(makeSession(world.user, { status: "resolved", can_write: false }));
  const { user } = openApp(`/pilot/${aiSession.id}`);
  await user.click(await screen.findByRole("button", { name: "Reopen" }));
  expect(await screen.findByRole("textbox", { name: "Message" })).toBeVisible();
  expect(world.writesTo("/reopen")).toHaveLength(1);
});

test("nobody else's resolved session offers to be reopened", async () => {
  const world = new World();
  const somebody = makeUser({ id: id(), name: "Priya" });
  const aiSession = world.add(makeSession(somebody, { status: "resolved", can_write: false }));
  openApp(`/pilot/${aiSession.id}`);
  expect(await screen.findByText(/^Resolved/)).toBeVisible();
  expect(screen.queryByRole("button", { name: "Reopen" })).not.toBeInTheDocument();
});

test("a parked session is resumed", async () => {
  const world = new World();
  const aiSession = world.add(makeSession(world.user, { status: "parked" }));
  const { user } = openApp(`/pilot/${aiSession.id}`);
  await user.click(await screen.findByRole("button", { name: "Resume" }));
  await waitFor(() => expect(screen.queryByText("Parked")).not.toBeInTheDocument());
  expect(world.writesTo("/resume")).toHaveLength(1);
});

test("whoever escalated takes it back; a refusal is told", async () => {
  const world = new World();
  const handoffId = id();
  const aiSession = world.add(
    makeSession(world.user, { status: "escalated", open_handoff_id: handoffId }),
  );
  world.handoffs[aiSession.id] = [makeHandoff(aiSession, personOf(world.user), { id: handoffId })];
  const message = "Priya has picked this up.";
  world.refuse("/recall", { status: 409, code: "handoff_already_claimed", message });
  const { user } = openApp(`/pilot/${aiSession.id}`);
  await user.click(await screen.findByRole("button", { name: "Recall" }));
  expect(await screen.findByText(message)).toBeVisible();
  world.refuse("/recall", null);
  await user.click(screen.getByRole("button", { name: "Recall" }));
  await waitFor(() => expect(world.writesTo("/recall")).toHaveLength(2));
});

test("a row without a handoff is picked up by its session", async () => {
  const world = new World();
  const somebody = makeUser({ id: id(), name: "Sam" });
  const aiSession = world.add(makeSession(somebody, { status: "requesting_escalation" }));
  world.queue = [makeQueueItem(personOf(somebody), { handoff_id: null, session_id: aiSession.id })];
  const { user } = openApp("/escalations");
  await user.click(await screen.findByRole("button", { name: /^Pick up/ }));
  await waitFor(() => expect(address()).toBe(`/pilot/${aiSession.id}`));
  expect(world.writesTo("/pickup")).toHaveLength(1);
});

test("typing in the search leaves the sessions that hold the words", async () => {
  const world = new World();
  world.add(makeSession(world.user, { problem: "Printer offline", title: "Printer offline" }));
  world.add(makeSession(world.user, { problem: "VPN drops", title: "VPN drops" }));
  const { user } = openApp("/pilot");
  expect(await screen.findByRole("link", { name: /VPN drops/ })).toBeVisible();
  await user.type(screen.getByRole("searchbox", { name: "Search sessions" }), "Printer");
  await waitFor(() => expect(screen.queryByRole("link", { name: /VPN/ })).not.toBeInTheDocument());
  expect(screen.getByRole("link", { name: /Printer offline/ })).toBeVisible();
  await user.type(screen.getByRole("searchbox", { name: "Search sessions" }), "x");
  expect(await screen.findByText("No session holds “Printerx”.")).toBeVisible();
  await user.keyboard("{Escape}");
  expect(await screen.findByRole("link", { name: /VPN drops/ })).toBeVisible();
});
