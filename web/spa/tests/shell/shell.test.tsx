import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { address, openApp } from "../app";
import { FakeEventSource } from "../eventSource";
import { id, makeNotification, makeSession, makeUser } from "../makers";
import { World } from "../world";

test("who is not signed in is sent to sign in, and then to where they wanted to go", async () => {
  const world = new World();
  world.refuse("/auth/me", { status: 401, code: "not_authenticated" });
  const { user } = openApp("/escalations");
  await user.type(await screen.findByRole("textbox", { name: "Work email" }), "sam@acme.test");
  world.refuse("/auth/me", null);
  await user.type(screen.getByLabelText("Password"), "secret{Enter}");
  await waitFor(() => expect(address()).toBe("/escalations"));
});

test("a foreign address in next is not followed", async () => {
  new World();
  const { user } = openApp("/login?next=//evil.test/pilot");
  await user.type(await screen.findByRole("textbox", { name: "Work email" }), "sam@acme.test");
  await user.type(screen.getByLabelText("Password"), "secret{Enter}");
  await waitFor(() => expect(address()).toBe("/pilot"));
});

test("a refused sign-in says so on top of the form and takes the focus", async () => {
  const world = new World();
  world.refuse("/auth/login", { status: 401, code: "login_failed", message: "No such login." });
  const { user } = openApp("/login");
  await user.type(await screen.findByRole("textbox", { name: "Work email" }), "sam@acme.test");
  await user.type(screen.getByLabelText("Password"), "wrong{Enter}");
  expect(await screen.findByText("No such login.")).toHaveFocus();
});

test("g e goes to the queue and focuses its title; typing in a field goes nowhere", async () => {
  new World();
  const { user } = openApp("/pilot");
  const composer = await screen.findByRole("textbox", { name: "Problem" });
  await user.type(composer, "ge");
  expect(address()).toBe("/pilot");
  composer.blur();
  await user.keyboard("ge");
  const title = await screen.findByRole("heading", { name: "Escalation queue" });
  expect(title).toHaveFocus();
});

test("switched off, single keys do nothing", async () => {
  new World();
  const { user } = openApp("/account");
  await user.click(await screen.findByLabelText("Single-key shortcuts in this browser"));
  (document.activeElement as HTMLElement).blur();
  await user.keyboard("ge");
  expect(address()).toBe("/account");
  await user.click(screen.getByLabelText("Single-key shortcuts in this browser"));
});

test("opening the bell reads nothing; visiting an entry marks that one", async () => {
  const world = new World();
  const aiSession = world.add(makeSession(world.user));
  const visited = makeNotification({ title: "Escalation A", link: `/pilot/${aiSession.id}` });
  world.notifications = [visited, makeNotification({ title: "Escalation B" })];
  const { user } = openApp("/pilot");
  const bell = await screen.findByRole("button", { name: "Notifications, 2 unread" });
  await user.click(bell);
  const panel = within(screen.getByRole("dialog", { name: "Notifications" }));
  expect(world.writes).toHaveLength(0);
  await user.click(panel.getByRole("link", { name: /Escalation A/ }));
  await waitFor(() => expect(world.writesTo(`/${visited.id}/read`)).toHaveLength(1));
  expect(address()).toBe(`/pilot/${aiSession.id}`);
});

test("a refused mark goes back to unread, that one alone", async () => {
  const world = new World();
  const aiSession = world.add(makeSession(world.user));
  const link = `/pilot/${aiSession.id}`;
  world.notifications = [makeNotification({ link }), makeNotification({ link })];
  world.refuse("/read", { status: 500, code: "internal_error" });
  const { user } = openApp("/pilot");
  await user.click(await screen.findByRole("button", { name: "Notifications, 2 unread" }));
  const [first] = within(screen.getByRole("dialog")).getAllByRole("link");
  await user.click(first as HTMLElement);
  expect(await screen.findByText(/Not marked as read/)).toBeVisible();
  expect(await screen.findByRole("button", { name: "Notifications, 2 unread" })).toBeVisible();
});

test("a viewer is offered nothing that changes something", async () => {
  const world = new World();
  world.user = makeUser({ role: "viewer" });
  openApp("/pilot");
  expect(await screen.findByText(/needs the role engineer or admin/)).toBeVisible();
  expect(screen.queryByRole("textbox")).not.toBeInTheDocument();
  expect(screen.queryByRole("button", { name: "New" })).not.toBeInTheDocument();
  expect(screen.queryByRole("link", { name: "Escalations" })).not.toBeInTheDocument();
});

test("a session that one may not read does not cost the app its stream", async () => {
  const world = new World();
  world.refuse("/ai-sessions/gone", { status: 404, code: "not_found" });
  openApp("/pilot/gone");
  expect(await screen.findByText("This does not exist or you cannot see it.")).toBeVisible();
  FakeEventSource.current.emit("ready", { id: id() });
  expect(FakeEventSource.current.url).not.toContain("session:");
});
