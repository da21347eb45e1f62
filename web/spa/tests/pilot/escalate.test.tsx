import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Fix, User } from "~/api/types";
import { openApp } from "../app";
import { FakeEventSource } from "../eventSource";
import { id, makeFix, makeSession, makeUser, NOW } from "../factories";
import { FakeApi } from "../fakeApi";
import { makePreview } from "../fakeWriteUps";

async function openEscalate(fixPart: Partial<Fix> | null, others: User[] = []) {
  const fakeApi = new FakeApi();
  fakeApi.members.push(...others);
  const aiSession = makeSession(fakeApi.user);
  const fixes = fixPart ? [makeFix({ session_id: aiSession.id, ...fixPart })] : [];
  fakeApi.add(aiSession, [], fixes);
  const app = openApp(`/pilot/${aiSession.id}`);
  if (fixPart) await screen.findByRole("region", { name: "Suggested fix" });
  const [inHeader] = await screen.findAllByRole("button", { name: "Escalate" });
  await app.user.click(inHeader as HTMLElement);
  const dialog = within(await screen.findByRole("dialog", { name: "Escalate" }));
  return { fakeApi, aiSession, dialog, ...app };
}

test("escalating requires a reason, and Enter sends it", async () => {
  const { fakeApi, dialog, user } = await openEscalate(null);
  const why = dialog.getByRole("textbox", { name: "Why?" });
  await waitFor(() => expect(why).toHaveFocus());
  await user.keyboard("{Enter}");
  expect(why).toBeInvalid();
  await user.type(why, "Still loops{Enter}");
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  expect(fakeApi.writesTo("/handoff")[0]?.body).toEqual({
    intent: "escalate",
    reason: "Still loops",
    target_user_id: null,
  });
});

test("only other active members who may claim can be chosen", async () => {
  const priya = makeUser({ name: "Priya", role: "engineer" });
  const viewer = makeUser({ name: "Vera", role: "viewer" });
  const { dialog, user } = await openEscalate(null, [priya, viewer]);
  await waitFor(() => expect(dialog.getByLabelText("One person")).toBeEnabled());
  await user.click(dialog.getByLabelText("One person"));
  const person = dialog.getByLabelText("Person");
  expect(
    within(person)
      .getAllByRole("option")
      .map((option) => option.textContent),
  ).toEqual(["Priya"]);
});

test.each<[string, Partial<Fix>]>([
  ["verifying", { applied_at: NOW }],
  ["partial", { status: "applied_partial", applied_at: NOW, partial_notes: "Calendar" }],
  ["pending", { status: "applied_pending", applied_at: NOW, pending_reason: "A reboot" }],
])("with a %s fix its outcome is asked for first", async (_mode, part) => {
  const { dialog } = await openEscalate(part);
  expect(dialog.getByText(/This fix still needs an outcome/)).toBeVisible();
  expect(dialog.queryByRole("textbox", { name: "Why?" })).not.toBeInTheDocument();
  await waitFor(() => expect(dialog.getByLabelText("It worked")).toHaveFocus());
});

test('"Never applied" is not offered for a fix with a recorded effect', async () => {
  const { dialog } = await openEscalate({
    status: "applied_partial",
    applied_at: NOW,
    partial_notes: "Calendar",
  });
  expect(dialog.queryByLabelText("Never applied")).not.toBeInTheDocument();
  expect(dialog.getByLabelText("Keep waiting")).toBeVisible();
});

test.each<[string, Partial<Fix> | null]>([
  ["no fix", null],
  ["a fix that is only proposed", {}],
  ["a fix that failed", { status: "applied_failed", applied_at: NOW }],
])("with %s nothing is asked", async (_case, part) => {
  const { dialog } = await openEscalate(part);
  expect(dialog.getByRole("textbox", { name: "Why?" })).toBeVisible();
});

test("the outcome is recorded, then the reason is asked for", async () => {
  const { fakeApi, dialog, user } = await openEscalate({ applied_at: NOW });
  await user.click(dialog.getByLabelText("Did not work"));
  await user.click(dialog.getByRole("button", { name: "Continue" }));
  expect(await dialog.findByRole("textbox", { name: "Why?" })).toBeVisible();
  expect(fakeApi.writesTo("/outcome")[0]?.body).toEqual({ outcome: "applied_failed" });
});

test("Keep waiting requires a note", async () => {
  const { fakeApi, dialog, user } = await openEscalate({ applied_at: NOW });
  await user.click(dialog.getByLabelText("Keep waiting"));
  await user.click(dialog.getByRole("button", { name: "Continue" }));
  expect(dialog.getByRole("textbox", { name: "Waiting on what?" })).toBeInvalid();
  expect(fakeApi.writesTo("/outcome")).toHaveLength(0);
  await user.type(dialog.getByRole("textbox", { name: "Waiting on what?" }), "The reboot{Enter}");
  expect(await dialog.findByRole("textbox", { name: "Why?" })).toBeVisible();
  expect(fakeApi.writesTo("/outcome")[0]?.body).toEqual({
    outcome: "applied_pending",
    notes: "The reboot",
  });
});

test("closing a dialog with text asks once", async () => {
  const { dialog, user } = await openEscalate(null);
  await user.type(dialog.getByRole("textbox", { name: "Why?" }), "Still loops");
  await user.keyboard("{Escape}");
  expect(dialog.getByText("Discard what you wrote?")).toBeVisible();
  await user.click(dialog.getByRole("button", { name: "Keep writing" }));
  expect(dialog.getByRole("textbox", { name: "Why?" })).toHaveValue("Still loops");
  await user.keyboard("{Escape}");
  await user.click(dialog.getByRole("button", { name: "Discard" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
});

test("a refused escalation keeps the text and shows the reason", async () => {
  const { fakeApi, dialog, user } = await openEscalate(null);
  fakeApi.refuse("/handoff", {
    status: 409,
    code: "already_escalated",
    message: "Already escalated by Lena.",
  });
  await user.type(dialog.getByRole("textbox", { name: "Why?" }), "Still loops{Enter}");
  expect(await dialog.findByText(/Already escalated by Lena\./)).toBeVisible();
  expect(dialog.getByRole("textbox", { name: "Why?" })).toHaveValue("Still loops");
});

test("Preview shows the escalation package below the form, and asks for it only then", async () => {
  const { fakeApi, aiSession, dialog, user } = await openEscalate(null);
  await user.type(dialog.getByRole("textbox", { name: "Why?" }), "Still loops");
  expect(fakeApi.writesTo("/escalation-package")).toHaveLength(0);
  await user.click(dialog.getByRole("button", { name: "Preview" }));
  await waitFor(() => expect(fakeApi.writesTo("/escalation-package")).toHaveLength(1));
  fakeApi.writeUps.previews[`${aiSession.id} escalation-package`] = makePreview({
    content: "**Waits on** a reboot. <img src=x>",
  });
  FakeEventSource.current.emit("preview_ready", {
    id: id(),
    session_id: aiSession.id,
    kind: "escalation_package",
    status: "ready",
  });
  expect(await dialog.findByText("Waits on")).toBeVisible();
  expect(dialog.queryByRole("img")).not.toBeInTheDocument();
  expect(dialog.getByRole("textbox", { name: "Why?" })).toHaveValue("Still loops");
  expect(fakeApi.writesTo("/handoff")).toHaveLength(0);
});
