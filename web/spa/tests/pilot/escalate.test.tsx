import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Fix, User } from "~/api/types";
import { openApp } from "../app";
import { makeFix, makeSession, makeUser, NOW } from "../makers";
import { World } from "../world";

async function openEscalate(fixPart: Partial<Fix> | null, others: User[] = []) {
  const world = new World();
  world.members.push(...others);
  const aiSession = makeSession(world.user);
  const fixes = fixPart ? [makeFix({ session_id: aiSession.id, ...fixPart })] : [];
  world.add(aiSession, [], fixes);
  const app = openApp(`/pilot/${aiSession.id}`);
  if (fixPart) await screen.findByRole("region", { name: "Suggested fix" });
  const [inHeader] = await screen.findAllByRole("button", { name: "Escalate" });
  await app.user.click(inHeader as HTMLElement);
  const dialog = within(await screen.findByRole("dialog", { name: "Escalate" }));
  return { world, aiSession, dialog, ...app };
}

test("escalating needs a reason, and Enter sends it", async () => {
  const { world, dialog, user } = await openEscalate(null);
  const why = dialog.getByRole("textbox", { name: "Why?" });
  await waitFor(() => expect(why).toHaveFocus());
  await user.keyboard("{Enter}");
  expect(why).toBeInvalid();
  await user.type(why, "Still loops{Enter}");
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  expect(world.writesTo("/handoff")[0]?.body).toEqual({
    intent: "escalate",
    reason: "Still loops",
    target_user_id: null,
  });
});

test("one person can be chosen: active members who may claim, without oneself", async () => {
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

test("what was recorded to have done something was applied", async () => {
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
  const { world, dialog, user } = await openEscalate({ applied_at: NOW });
  await user.click(dialog.getByLabelText("Did not work"));
  await user.click(dialog.getByRole("button", { name: "Continue" }));
  expect(await dialog.findByRole("textbox", { name: "Why?" })).toBeVisible();
  expect(world.writesTo("/outcome")[0]?.body).toEqual({ outcome: "applied_failed" });
});

test("keeping to wait needs to say on what", async () => {
  const { world, dialog, user } = await openEscalate({ applied_at: NOW });
  await user.click(dialog.getByLabelText("Keep waiting"));
  await user.click(dialog.getByRole("button", { name: "Continue" }));
  expect(dialog.getByRole("textbox", { name: "Waiting on what?" })).toBeInvalid();
  expect(world.writesTo("/outcome")).toHaveLength(0);
  await user.type(dialog.getByRole("textbox", { name: "Waiting on what?" }), "The reboot{Enter}");
  expect(await dialog.findByRole("textbox", { name: "Why?" })).toBeVisible();
  expect(world.writesTo("/outcome")[0]?.body).toEqual({
    outcome: "applied_pending",
    notes: "The reboot",
  });
});

test("closing with text in it asks once", async () => {
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

test("a refused escalation keeps the text and says why", async () => {
  const { world, dialog, user } = await openEscalate(null);
  world.refuse("/handoff", {
    status: 409,
    code: "already_escalated",
    message: "Already escalated by Lena.",
  });
  await user.type(dialog.getByRole("textbox", { name: "Why?" }), "Still loops{Enter}");
  expect(await dialog.findByText(/Already escalated by Lena\./)).toBeVisible();
  expect(dialog.getByRole("textbox", { name: "Why?" })).toHaveValue("Still loops");
});
