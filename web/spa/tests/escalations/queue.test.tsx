import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { address, openApp } from "../app";
import { FakeEventSource } from "../eventSource";
import { id, makeHandoff, makeQueueItem, makeSession, makeUser, personOf } from "../makers";
import { World } from "../world";

const lena = makeUser({ name: "Lena Voss" });
const priya = makeUser({ name: "Priya Nair" });

async function openQueue(...problems: string[]) {
  const world = new World();
  world.queue = problems.map((problem) => makeQueueItem(personOf(lena), { problem }));
  const app = openApp("/escalations");
  await screen.findByRole("heading", { name: "Escalation queue" });
  if (problems[0]) await screen.findByRole("link", { name: problems[0] });
  return { world, ...app };
}

function rows(): (string | null)[] {
  const list = document.querySelector("main [data-rows]");
  if (!list) return [];
  return within(list as HTMLElement)
    .getAllByRole("link")
    .map((row) => row.textContent);
}

test("somebody else's claim takes the row away at once, and a late list does not bring it back", async () => {
  const { world } = await openQueue("Backup failed", "VPN drops");
  const [first] = world.queue;
  FakeEventSource.current.emit("handoff_claimed", {
    id: id(),
    handoff_id: first?.handoff_id,
    session_id: first?.session_id,
    claimed_by: personOf(priya),
  });
  expect(rows()).toEqual(["VPN drops"]);
  // The list read for that event still has the row: it was asked for before the claim was committed.
  await waitFor(() => expect(world.reads["/ai-sessions/escalations"]).toBeGreaterThan(1));
  expect(rows()).toEqual(["VPN drops"]);
});

test("a new escalation appears, is announced, and is unread", async () => {
  const { world } = await openQueue("VPN drops");
  const item = makeQueueItem(personOf(lena), { problem: "Backup failed" });
  world.queue.unshift(item);
  FakeEventSource.current.emit("handoff_created", {
    id: id(),
    ...item,
    created_by: personOf(lena),
  });
  expect(await screen.findByRole("link", { name: "Backup failed" })).toBeVisible();
  await waitFor(() =>
    expect(screen.getByRole("status")).toHaveTextContent(
      "New escalation from Lena Voss: Backup failed",
    ),
  );
  expect(screen.getAllByText("Unread")).toHaveLength(2);
});

test("under the pointer the list stands still until the new rows are asked for", async () => {
  const { world, user } = await openQueue("VPN drops");
  await user.hover(screen.getByRole("link", { name: "VPN drops" }));
  const item = makeQueueItem(personOf(lena), { problem: "Backup failed" });
  world.queue.unshift(item);
  FakeEventSource.current.emit("handoff_created", { id: id(), ...item });
  const show = await screen.findByRole("button", { name: "1 new, show" });
  expect(rows()).toEqual(["VPN drops"]);
  await user.click(show);
  expect(rows()).toEqual(["Backup failed", "VPN drops"]);
});

test("a stream that comes back reads the list again", async () => {
  const { world } = await openQueue("VPN drops");
  FakeEventSource.current.emit("ready", { id: id() });
  await waitFor(() => expect(screen.getByText("Live")).toBeVisible());
  FakeEventSource.current.fail();
  expect(screen.getByText("Reconnecting…")).toBeVisible();
  world.queue = [makeQueueItem(personOf(lena), { problem: "Came meanwhile" })];
  FakeEventSource.current.emit("ready", { id: id() });
  expect(await screen.findByRole("link", { name: "Came meanwhile" })).toBeVisible();
});

test("picking up claims and opens the chat, without opening the row's context", async () => {
  const { world, user } = await openQueue("VPN drops");
  const [item] = world.queue;
  const aiSession = makeSession(lena, { id: item?.session_id, handler: personOf(world.user) });
  world.add(aiSession);
  await user.click(screen.getByRole("button", { name: "Pick up: VPN drops" }));
  await waitFor(() => expect(address()).toBe(`/pilot/${aiSession.id}`));
  expect(world.writesTo("/claim")).toHaveLength(1);
});

test("who loses the race is told who won and when, and the row leaves", async () => {
  const { world, user } = await openQueue("Backup failed", "VPN drops");
  world.refuse("/claim", {
    status: 409,
    code: "handoff_already_claimed",
    detail: {
      claimed_by: personOf(priya),
      claimed_at: new Date(Date.now() - 4 * 60_000).toISOString(),
    },
  });
  await user.click(screen.getByRole("button", { name: "Pick up: Backup failed" }));
  const messages = within(await screen.findByRole("region", { name: "Messages" }));
  expect(messages.getByText("Already claimed by Priya Nair 4 min ago")).toBeVisible();
  expect(rows()).toEqual(["VPN drops"]);
  expect(address()).toBe("/escalations");
});

test("who loses the race on the context screen goes back to the queue", async () => {
  const world = new World();
  const aiSession = makeSession(lena, { status: "escalated", can_write: false });
  const handoff = makeHandoff(aiSession, personOf(lena));
  world.add({ ...aiSession, open_handoff_id: handoff.id });
  world.handoffs[aiSession.id] = [handoff];
  world.refuse("/claim", {
    status: 409,
    code: "handoff_already_claimed",
    detail: { claimed_by: personOf(priya), claimed_at: new Date().toISOString() },
  });
  const { user } = openApp(`/pilot/${aiSession.id}?pickup=true`);
  await user.click(await screen.findByRole("button", { name: "Start here" }));
  await waitFor(() => expect(address()).toBe("/escalations"));
  expect(screen.getByText("Already claimed by Priya Nair just now")).toBeVisible();
});

test("a failed pick up keeps the row", async () => {
  const { world, user } = await openQueue("VPN drops");
  world.refuse("/claim", "no answer");
  await user.click(screen.getByRole("button", { name: "Pick up: VPN drops" }));
  expect(await screen.findByText(/Not picked up\./)).toBeVisible();
  expect(rows()).toEqual(["VPN drops"]);
});

test("j and k walk the rows, p picks up the one with the focus", async () => {
  const { world, user } = await openQueue("Backup failed", "VPN drops");
  world.refuse("/claim", "no answer");
  await user.keyboard("jj");
  expect(screen.getByRole("link", { name: "VPN drops" })).toHaveFocus();
  await user.keyboard("k");
  expect(screen.getByRole("link", { name: "Backup failed" })).toHaveFocus();
  await user.keyboard("p");
  await waitFor(() =>
    expect(world.writesTo("/claim")[0]?.path).toContain(world.queue[0]?.session_id),
  );
});

test("a viewer sees which role the queue needs, and listens to no escalations", async () => {
  const world = new World();
  world.user = makeUser({ role: "viewer" });
  openApp("/escalations");
  expect(await screen.findByText("Engineer or admin access required.")).toBeVisible();
  expect(FakeEventSource.current.url).not.toContain("escalations");
});
