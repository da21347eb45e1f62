import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Fix } from "~/api/types";
import { openApp } from "../app";
import { makeFix, makeSession, NOW } from "../makers";
import { World } from "../world";

async function openBanner(part: Partial<Fix>) {
  const world = new World();
  const aiSession = makeSession(world.user);
  world.add(aiSession, [], [makeFix({ session_id: aiSession.id, ...part })]);
  const app = openApp(`/pilot/${aiSession.id}`);
  const banner = await screen.findByRole("region", { name: "Suggested fix" });
  return { world, aiSession, banner: within(banner), ...app };
}

function buttons(): (string | null)[] {
  const banner = screen.getByRole("region", { name: "Suggested fix" });
  return within(banner)
    .getAllByRole("button")
    .map((button) => button.getAttribute("aria-label") ?? button.textContent)
    .filter((name) => name !== "Fold");
}

test.each<[Partial<Fix>, string, string[]]>([
  [{}, "Proposed fix", ["Apply", "Dismiss"]],
  [{ applied_at: NOW }, "Verifying", ["It worked", "Did not work", "Partly", "More outcomes"]],
  [
    { status: "applied_pending", applied_at: NOW, pending_reason: "A reboot" },
    "Awaiting verification",
    ["It worked", "Did not work", "Update reason", "Dismiss"],
  ],
  [
    { status: "applied_partial", applied_at: NOW, partial_notes: "Calendar" },
    "Worked partly",
    ["It worked", "Did not work", "Waiting to verify…", "Escalate"],
  ],
  [{ status: "applied_success", applied_at: NOW }, "It worked", ["Conclude", "Next fix"]],
  [{ status: "applied_failed", applied_at: NOW }, "Did not work", ["Conclude", "Next fix"]],
  [{ status: "dismissed" }, "Dismissed", ["Conclude", "Next fix"]],
])("the fix %o reads as %s and offers its actions", async (part, words, actions) => {
  const { banner } = await openBanner(part);
  expect(banner.getAllByText(words)[0]).toBeVisible();
  await waitFor(() => expect(buttons()).toEqual(actions));
});

test("applying shows at once, is announced, and focus goes on to the new actions", async () => {
  const { banner, user } = await openBanner({});
  await user.click(banner.getByRole("button", { name: "Apply" }));
  expect(await banner.findByText("Verifying")).toBeVisible();
  await waitFor(() =>
    expect(screen.getByRole("status")).toHaveTextContent("Fix is now verifying."),
  );
  expect(banner.getByRole("button", { name: "It worked" })).toHaveFocus();
});

test("a refused outcome takes the fix back and says why in the banner", async () => {
  const { world, banner, user } = await openBanner({ applied_at: NOW });
  world.refuse("/outcome", { status: 500, code: "internal_error", message: "It broke." });
  await user.click(banner.getByRole("button", { name: "It worked" }));
  expect(await banner.findByText("Not recorded. It broke.")).toBeVisible();
  expect(banner.getByText("Verifying")).toBeVisible();
});

test("partly asks what still fails and needs an answer", async () => {
  const { world, banner, user } = await openBanner({ applied_at: NOW });
  await user.click(banner.getByRole("button", { name: "Partly" }));
  const question = banner.getByRole("textbox", { name: "What still fails?" });
  expect(question).toHaveFocus();
  await user.keyboard("{Enter}");
  expect(question).toBeInvalid();
  await user.type(question, "The calendar{Enter}");
  await waitFor(() =>
    expect(world.writesTo("/outcome")[0]?.body).toEqual({
      outcome: "applied_partial",
      notes: "The calendar",
    }),
  );
});

test("concluding with a pending fix records success before the dialog opens", async () => {
  const { world, user } = await openBanner({
    status: "applied_pending",
    applied_at: NOW,
    pending_reason: "A reboot",
  });
  await user.click(screen.getByRole("button", { name: "Conclude" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Conclude" }));
  expect(dialog.getByText("Recorded: the fix worked.")).toBeVisible();
  expect(world.writesTo("/outcome")[0]?.body).toEqual({ outcome: "applied_success" });
  await user.click(dialog.getByRole("button", { name: "Conclude" }));
  await waitFor(() => expect(world.writesTo("/resolve")).toHaveLength(1));
});
