import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { openApp } from "../app";
import { advanceClock, stopClock } from "../clock";
import { makeFix, makeSession, NOW } from "../factories";
import { FakeApi } from "../fakeApi";

let fakeApi: FakeApi;
let path: string;

beforeEach(() => {
  fakeApi = new FakeApi();
  path = `/pilot/${fakeApi.add(makeSession(fakeApi.user)).id}`;
});

async function open(name: "Escalate" | "Conclude") {
  const app = openApp(path);
  stopClock();
  await app.user.click(await screen.findByRole("button", { name }));
  const dialog = within(await screen.findByRole("dialog", { name }));
  const label = name === "Escalate" ? "Why?" : "Problem";
  const field = await dialog.findByRole("textbox", { name: label });
  await waitFor(() => expect(field).toHaveFocus());
  if (name === "Conclude") fireEvent.click(dialog.getByRole("radio", { name: /tested/ }));
  return { ...app, dialog, field };
}

const isClosed = () => waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());

test("Enter does not conclude in the first half second, but does afterwards", async () => {
  const { fastUser, field } = await open("Conclude");
  await fastUser.type(field, "{Enter}");
  expect(fakeApi.writesTo("/resolve")).toHaveLength(0);
  advanceClock(600);
  await fastUser.type(field, "{Enter}");
  await waitFor(() => expect(fakeApi.writesTo("/resolve")).toHaveLength(1));
});

test("a second click on the button that opened the dialog does not submit it", async () => {
  const { fastUser, dialog } = await open("Conclude");
  await fastUser.click(dialog.getByRole("button", { name: "Conclude" }));
  expect(fakeApi.writesTo("/resolve")).toHaveLength(0);
});

test("a run of keys that began before the dialog neither changes the draft nor submits it", async () => {
  const { fastUser } = openApp(path);
  stopClock();
  const composer = await screen.findByRole("textbox", { name: "Message" });
  advanceClock(1_000);
  await fastUser.type(composer, "restarted it twi");
  advanceClock(50);
  fireEvent.click(screen.getByRole("button", { name: "Conclude" }));
  const field = await screen.findByRole("textbox", { name: "Problem" });
  await waitFor(() => expect(field).toHaveFocus());
  fireEvent.click(screen.getByRole("radio", { name: /tested/ }));
  const before = (field as HTMLTextAreaElement).value;
  // Each key follows the previous one quickly, until the half second after opening is over.
  for (const letter of "ce and again") {
    advanceClock(100);
    await fastUser.keyboard(letter);
  }
  await fastUser.keyboard("{Enter}");
  expect(fakeApi.writesTo("/resolve")).toHaveLength(0);
  expect(field).toHaveValue(before);
  advanceClock(600);
  await fastUser.keyboard("!");
  expect(field).toHaveValue(`!${before}`);
  advanceClock(600);
  await fastUser.keyboard("{Enter}");
  await waitFor(() => expect(fakeApi.writesTo("/resolve")).toHaveLength(1));
});

test.each([
  ["Ctrl+Enter", "{Control>}{Enter}{/Control}", 1],
  ["Shift+Enter", "{Shift>}{Enter}{/Shift}", 0],
])("%s in the escalate dialog", async (_keys, keys, sent) => {
  const { user, field } = await open("Escalate");
  await user.type(field, `Still loops${keys}`);
  await waitFor(() => expect(fakeApi.writesTo("/handoff")).toHaveLength(sent));
  if (!sent) expect(field).toHaveValue("Still loops\n");
});

test.each([
  ["composing", { isComposing: true }],
  ["that ended a composition", { isComposing: false, keyCode: 229 }],
  ["held down", { repeat: true }],
])("an Enter %s escalates nothing", async (_what, event) => {
  const { user, field } = await open("Escalate");
  await user.type(field, "まだ");
  advanceClock(1_000);
  fireEvent.keyDown(field, { key: "Enter", ...event });
  expect(fakeApi.writesTo("/handoff")).toHaveLength(0);
  expect(field).toHaveValue("まだ");
});

test("Esc on the Discard question keeps the text", async () => {
  const { user, dialog, field } = await open("Escalate");
  await user.type(field, "Still loops");
  await user.keyboard("{Escape}");
  expect(dialog.getByText("Discard what you wrote?")).toBeVisible();
  await user.keyboard("{Escape}");
  expect(dialog.queryByText("Discard what you wrote?")).not.toBeInTheDocument();
  expect(field).toHaveValue("Still loops");
  await waitFor(() => expect(field).toHaveFocus());
});

test("a second Esc right after a dialog closed does nothing", async () => {
  const { fastUser, user } = await open("Escalate");
  await user.keyboard("{Escape}");
  await isClosed();
  const pressed: boolean[] = [];
  const listen = () => void pressed.push(true);
  document.addEventListener("keydown", listen);
  await fastUser.keyboard("{Escape}");
  expect(pressed).toHaveLength(0);
  advanceClock(600);
  await fastUser.keyboard("{Escape}");
  expect(pressed).toHaveLength(1);
  document.removeEventListener("keydown", listen);
});

test("Reopen in the toast undoes a resolve", async () => {
  const { user, dialog } = await open("Conclude");
  await user.click(dialog.getByRole("button", { name: "Conclude" }));
  expect(await screen.findByText("Session resolved")).toBeVisible();
  const messages = within(screen.getByRole("region", { name: "Messages" }));
  await user.click(messages.getByRole("button", { name: "Reopen" }));
  await waitFor(() => expect(fakeApi.writesTo("/reopen")).toHaveLength(1));
});

test("/park parks the session, and Resume in the toast resumes it", async () => {
  const { user } = openApp(path);
  await user.type(await screen.findByRole("textbox", { name: "Message" }), "/park{Enter}");
  const dialog = within(await screen.findByRole("dialog", { name: "Park" }));
  await user.type(dialog.getByRole("textbox"), "The night's backup{Enter}");
  await waitFor(() =>
    expect(fakeApi.writesTo("/handoff")[0]?.body).toEqual({
      intent: "park",
      reason: "The night's backup",
    }),
  );
  await user.click(await screen.findByRole("button", { name: "Resume" }));
  await waitFor(() => expect(fakeApi.writesTo("/resume")).toHaveLength(1));
});

test("a wrong field gets the focus and says what it needs", async () => {
  const { user, dialog, field } = await open("Escalate");
  await user.click(dialog.getByRole("button", { name: "Escalate" }));
  expect(field).toHaveFocus();
  expect(field).toHaveAccessibleDescription(
    "Give a reason: the person who picks it up starts from it.",
  );
});

test("a second Enter right after Keep writing escalates nothing", async () => {
  const { user, fastUser, dialog, field } = await open("Escalate");
  await user.type(field, "Still loops");
  await user.keyboard("{Escape}");
  expect(dialog.getByRole("button", { name: "Keep writing" })).toHaveFocus();
  await fastUser.keyboard("{Enter}");
  await waitFor(() => expect(field).toHaveFocus());
  advanceClock(200);
  await fastUser.keyboard("{Enter}");
  expect(fakeApi.writesTo("/handoff")).toHaveLength(0);
  expect(field).toHaveValue("Still loops");
});

test("Esc on the outcome question asks before it discards typed notes", async () => {
  const aiSession = makeSession(fakeApi.user);
  fakeApi.add(aiSession, [], [makeFix({ session_id: aiSession.id, applied_at: NOW })]);
  const { user } = openApp(`/pilot/${aiSession.id}`);
  await user.click(await screen.findByRole("button", { name: "Escalate" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Escalate" }));
  await user.click(await dialog.findByRole("radio", { name: "Partly" }));
  await user.type(dialog.getByRole("textbox"), "Shared mailboxes");
  await user.keyboard("{Escape}");
  expect(dialog.getByText("Discard what you wrote?")).toBeVisible();
  await user.click(dialog.getByRole("button", { name: "Keep writing" }));
  expect(dialog.getByRole("textbox")).toHaveValue("Shared mailboxes");
  expect(dialog.getByRole("textbox")).toHaveFocus();
});
