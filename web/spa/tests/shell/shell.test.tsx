import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { address, openApp } from "../app";
import { FakeEventSource } from "../eventSource";
import { id, makeNotification, makeSession, makeUser } from "../factories";
import { FakeApi } from "../fakeApi";

test("a signed-out user signs in and then reaches the requested address", async () => {
  const fakeApi = new FakeApi();
  fakeApi.refuse("/auth/me", { status: 401, code: "not_authenticated" });
  const { user } = openApp("/escalations");
  await user.type(await screen.findByRole("textbox", { name: "Work email" }), "sam@acme.test");
  fakeApi.refuse("/auth/me", null);
  await user.type(screen.getByLabelText("Password"), "secret{Enter}");
  await waitFor(() => expect(address()).toBe("/escalations"));
});

test("a foreign address in next is not followed", async () => {
  new FakeApi();
  const { user } = openApp("/login?next=//evil.test/pilot");
  await user.type(await screen.findByRole("textbox", { name: "Work email" }), "sam@acme.test");
  await user.type(screen.getByLabelText("Password"), "secret{Enter}");
  await waitFor(() => expect(address()).toBe("/"));
});

test("a refused sign-in shows an error above the form, which takes the focus", async () => {
  const fakeApi = new FakeApi();
  fakeApi.refuse("/auth/login", { status: 401, code: "login_failed", message: "No such login." });
  const { user } = openApp("/login");
  await user.type(await screen.findByRole("textbox", { name: "Work email" }), "sam@acme.test");
  await user.type(screen.getByLabelText("Password"), "wrong{Enter}");
  const words = await screen.findByText("No such login.");
  await waitFor(() => expect(document.activeElement).toContainElement(words));
  expect(document.activeElement).toHaveTextContent(/^No such login\.$/);
});

test("g e opens the queue and focuses its title; in a chat it is text", async () => {
  new FakeApi();
  const { user } = openApp("/pilot");
  const composer = await screen.findByRole("textbox", { name: "Problem" });
  await user.type(composer, "ge");
  composer.blur();
  await user.keyboard("ge");
  expect(address()).toBe("/pilot");
  expect(composer).toHaveValue("gege");
  await user.click(screen.getByRole("link", { name: "Account" }));
  await screen.findByRole("heading", { level: 1, name: "Account" });
  await user.keyboard("ge");
  const title = await screen.findByRole("heading", { name: "Escalations" });
  expect(title).toHaveFocus();
});

test("single keys do nothing when switched off", async () => {
  new FakeApi();
  const { user } = openApp("/account");
  await user.click(await screen.findByLabelText("Single-key shortcuts"));
  (document.activeElement as HTMLElement).blur();
  await user.keyboard("ge");
  expect(address()).toBe("/account");
  await user.click(screen.getByLabelText("Single-key shortcuts"));
});

test("opening the notifications marks nothing as read; visiting an entry marks that one", async () => {
  const fakeApi = new FakeApi();
  const aiSession = fakeApi.add(makeSession(fakeApi.user));
  const visited = makeNotification({ title: "Escalation A", link: `/pilot/${aiSession.id}` });
  fakeApi.notifications = [visited, makeNotification({ title: "Escalation B" })];
  const { user } = openApp("/pilot");
  const bell = await screen.findByRole("button", { name: "Notifications, 2 unread" });
  await user.click(bell);
  const panel = within(screen.getByRole("dialog", { name: "Notifications" }));
  await panel.findByRole("heading", { name: "Notifications" });
  expect(fakeApi.writes).toHaveLength(0);
  await user.click(panel.getByRole("link", { name: /Escalation A/ }));
  await waitFor(() => expect(fakeApi.writesTo(`/${visited.id}/read`)).toHaveLength(1));
  expect(address()).toBe(`/pilot/${aiSession.id}`);
});

test("if marking is refused, only that entry becomes unread again", async () => {
  const fakeApi = new FakeApi();
  const aiSession = fakeApi.add(makeSession(fakeApi.user));
  const link = `/pilot/${aiSession.id}`;
  fakeApi.notifications = [makeNotification({ link }), makeNotification({ link })];
  fakeApi.refuse("/read", { status: 500, code: "internal_error" });
  const { user } = openApp("/pilot");
  await user.click(await screen.findByRole("button", { name: "Notifications, 2 unread" }));
  const [first] = within(screen.getByRole("dialog")).getAllByRole("link");
  await user.click(first as HTMLElement);
  expect(await screen.findByText(/Not marked as read/)).toBeVisible();
  expect(await screen.findByRole("button", { name: "Notifications, 2 unread" })).toBeVisible();
});

test("a viewer sees no control that changes something", async () => {
  const fakeApi = new FakeApi();
  fakeApi.user = makeUser({ role: "viewer" });
  openApp("/pilot");
  expect(await screen.findByText(/requires the role engineer or admin/)).toBeVisible();
  expect(screen.queryByRole("textbox")).not.toBeInTheDocument();
  expect(screen.queryByRole("button", { name: "New session" })).not.toBeInTheDocument();
  expect(screen.queryByRole("link", { name: "Escalations" })).not.toBeInTheDocument();
});

test("an unreadable session does not end the app's stream", async () => {
  const fakeApi = new FakeApi();
  fakeApi.refuse("/ai-sessions/gone", { status: 404, code: "not_found" });
  openApp("/pilot/gone");
  expect(await screen.findByText("This does not exist or you cannot see it.")).toBeVisible();
  FakeEventSource.current.emit("ready", { id: id() });
  expect(FakeEventSource.current.url).not.toContain("session:");
});

test("Esc ends the search and returns the focus; a second Esc right after does nothing", async () => {
  new FakeApi();
  const { user, fastUser } = openApp("/");
  await user.click(await screen.findByRole("button", { name: "Search sessions" }));
  const field = screen.getByRole("searchbox", { name: "Search sessions" });
  fireEvent.keyDown(field, { key: "Escape", keyCode: 229, isComposing: true });
  expect(field).toBeVisible();
  await user.keyboard("{Escape}");
  await waitFor(() =>
    expect(screen.getByRole("button", { name: "Search sessions" })).toHaveFocus(),
  );
  const pressed: string[] = [];
  const listen = (event: KeyboardEvent) => void pressed.push(event.key);
  document.addEventListener("keydown", listen);
  await fastUser.keyboard("{Escape}");
  document.removeEventListener("keydown", listen);
  expect(pressed).toEqual([]);
});
