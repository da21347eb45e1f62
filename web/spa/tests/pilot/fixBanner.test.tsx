import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Fix } from "~/api/types";
import { openApp } from "../app";
import { advanceClock, stopClock } from "../clock";
import { makeFix, makeProposal, makeSession, makeStep, NOW } from "../factories";
import { FakeApi } from "../fakeApi";

/** Applied so recently that the banner does not ask about it. */
function soon(): string {
  return new Date().toISOString();
}

async function openBanner(part: Partial<Fix>) {
  const fakeApi = new FakeApi();
  const aiSession = makeSession(fakeApi.user);
  fakeApi.add(aiSession, [], [makeFix({ session_id: aiSession.id, ...part })]);
  const app = openApp(`/pilot/${aiSession.id}`);
  const region = await screen.findByRole("region", { name: "Suggested fix" });
  return { fakeApi, aiSession, banner: within(region), ...app };
}

function buttons(): (string | undefined)[] {
  const banner = screen.getByRole("region", { name: "Suggested fix" });
  return within(banner)
    .getAllByRole("button")
    .map((button) => button.getAttribute("aria-label") ?? button.textContent)
    .map((name) => name?.trim());
}

test.each<[Partial<Fix>, string, string[]]>([
  [{}, "Proposed fix", ["Steps", "Dismiss", "Apply"]],
  [{ applied_at: soon() }, "Verifying", ["Steps", "It worked", "Partly", "Did not work", "More"]],
  [
    { applied_at: NOW },
    "Did it work?",
    ["Steps", "Still checking", "It worked", "Partly", "Did not work", "More"],
  ],
  [
    { status: "applied_pending", applied_at: NOW, pending_reason: "A reboot" },
    "Awaiting verification",
    ["Steps", "Dismiss", "It worked", "Did not work", "Update reason"],
  ],
  [
    { status: "applied_partial", applied_at: NOW, partial_notes: "Calendar" },
    "Partly worked",
    ["Steps", "It worked", "Did not work", "Escalate", "Waiting to verify…"],
  ],
  [
    { applied_at: NOW, ai_outcome_proposal: makeProposal() },
    "Read as “it worked”",
    ["Steps", "Not yet", "Confirm"],
  ],
  [
    { status: "applied_pending", ai_outcome_proposal: makeProposal({ outcome: "applied_failed" }) },
    "Read as “it did not work”",
    ["Steps", "Not yet", "Confirm"],
  ],
])("the fix %o reads as %s and offers its actions", async (part, words, actions) => {
  const { banner } = await openBanner(part);
  expect(banner.getAllByText(words)[0]).toBeVisible();
  await waitFor(() => expect(buttons()).toEqual(actions));
});

test.each<[Partial<Fix>, RegExp, string[]]>([
  [
    { status: "applied_success", applied_at: NOW, verified_at: NOW },
    /^Clear the token cache worked/,
    ["Conclude", "Next fix"],
  ],
  [
    { status: "applied_failed", applied_at: NOW, failure_reason: "Asks again" },
    /^Clear the token cache did not work: Asks again/,
    ["Next fix"],
  ],
  [{ status: "dismissed" }, /^Clear the token cache dismissed/, ["Next fix"]],
])("the settled fix %o is one line", async (part, words, actions) => {
  const { banner } = await openBanner(part);
  expect(banner.getByText((_text, element) => isLine(element, words))).toBeVisible();
  await waitFor(() => expect(buttons()).toEqual(actions));
});

function isLine(element: Element | null, words: RegExp): boolean {
  return element?.tagName === "P" && words.test(element.textContent ?? "");
}

test("the banner drops a settled fix once the conversation continues", async () => {
  const fakeApi = new FakeApi();
  const aiSession = makeSession(fakeApi.user);
  const fix = makeFix({ session_id: aiSession.id, status: "dismissed" });
  const outcome = makeStep({ kind: "system", data: { kind: "fix_outcome", fix_id: fix.id } });
  fakeApi.add(aiSession, [outcome, makeStep({ index: 1, content: "And now?" })], [fix]);
  openApp(`/pilot/${aiSession.id}`);
  expect(await screen.findByText("And now?")).toBeVisible();
  expect(screen.queryByRole("region", { name: "Suggested fix" })).not.toBeInTheDocument();
});

test("applying shows at once and is announced; the focus goes to the banner, not to an outcome", async () => {
  const { banner, user } = await openBanner({});
  await user.click(banner.getByRole("button", { name: "Apply" }));
  expect(await banner.findByText("Verifying")).toBeVisible();
  await waitFor(() =>
    expect(screen.getByRole("status")).toHaveTextContent("Fix is now verifying."),
  );
  expect(screen.getByRole("region", { name: "Suggested fix" })).toHaveFocus();
});

test("a double click or a second Enter on Apply only applies", async () => {
  const { fakeApi, banner, fastUser } = await openBanner({});
  stopClock();
  advanceClock(1_000);
  await fastUser.dblClick(banner.getByRole("button", { name: "Apply" }));
  await banner.findByText("Verifying");
  for (const { name } of [{ name: "It worked" }, { name: "Did not work" }]) {
    await fastUser.click(banner.getByRole("button", { name }));
    banner.getByRole("button", { name }).focus();
    await fastUser.keyboard("{Enter}");
  }
  await waitFor(() => expect(fakeApi.writesTo("/apply")).toHaveLength(1));
  expect(fakeApi.writesTo("/outcome")).toHaveLength(0);
});

test.each(["It worked", "More"])(
  "an early press on %s leaves the focus on the banner",
  async (name) => {
    const { banner, fastUser } = await openBanner({});
    stopClock();
    advanceClock(1_000);
    await fastUser.click(banner.getByRole("button", { name: "Apply" }));
    await fastUser.click(banner.getByRole("button", { name }));
    const region = screen.getByRole("region", { name: "Suggested fix" });
    expect(region).toHaveFocus();
    advanceClock(1_000);
    await waitFor(() =>
      expect(banner.getByRole("button", { name })).not.toHaveAttribute("aria-disabled"),
    );
    expect(region).toHaveFocus();
  },
);

test("two presses of Apply before the banner changes make one call and show no refusal", async () => {
  const { fakeApi, banner } = await openBanner({});
  await waitFor(() =>
    expect(banner.getByRole("button", { name: "Apply" })).not.toHaveAttribute("aria-disabled"),
  );
  const apply = banner.getByRole("button", { name: "Apply" });
  fireEvent.click(apply);
  fireEvent.click(apply);
  await banner.findByText("Verifying");
  await waitFor(() => expect(fakeApi.writesTo("/apply")).toHaveLength(1));
  expect(banner.queryByText(/Not recorded/)).not.toBeInTheDocument();
});

test("no digit presses a button of the banner", async () => {
  const { fakeApi, user } = await openBanner({ applied_at: NOW });
  screen.getByRole("region", { name: "Suggested fix" }).focus();
  await user.keyboard("1");
  expect(screen.getByRole("textbox", { name: "Message" })).toHaveValue("1");
  expect(fakeApi.writesTo("/outcome")).toHaveLength(0);
});

test("an outcome is undone by its toast, and by Ctrl+Z outside text fields", async () => {
  const { fakeApi, aiSession, banner, user } = await openBanner({ applied_at: NOW });
  await user.click(banner.getByRole("button", { name: "It worked" }));
  expect(await screen.findByText("Recorded: it worked")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Undo" }));
  await waitFor(() => expect(fakeApi.deletesOf("/outcome")).toHaveLength(1));
  expect(fakeApi.fixes[aiSession.id]?.[0]?.status).toBe("proposed");
  expect(screen.queryByText("Recorded: it worked")).not.toBeInTheDocument();

  await user.click(await screen.findByRole("button", { name: "Did not work" }));
  expect(await screen.findByText("Recorded: it did not work")).toBeVisible();
  await user.click(screen.getByRole("textbox", { name: "Message" }));
  await user.keyboard("{Control>}z{/Control}");
  expect(fakeApi.deletesOf("/outcome")).toHaveLength(1);
  (document.activeElement as HTMLElement).blur();
  await user.keyboard("{Control>}z{/Control}");
  await waitFor(() => expect(fakeApi.deletesOf("/outcome")).toHaveLength(2));
});

test("an undo that comes too late says so, and the outcome stays", async () => {
  const { fakeApi, banner, user } = await openBanner({ applied_at: NOW });
  fakeApi.refuse("/outcome", null);
  await user.click(banner.getByRole("button", { name: "It worked" }));
  await screen.findByText("Recorded: it worked");
  const message = "The copilot has answered since.";
  fakeApi.refuse("/outcome", { status: 409, code: "too_late", message });
  await user.click(screen.getByRole("button", { name: "Undo" }));
  expect(await screen.findByText(`Not undone. ${message}`)).toBeVisible();
  expect(screen.queryByRole("button", { name: "It worked" })).not.toBeInTheDocument();
});

test("a refused outcome restores the fix and shows the reason in the banner", async () => {
  const { fakeApi, banner, user } = await openBanner({ applied_at: soon() });
  fakeApi.refuse("/outcome", { status: 500, code: "internal_error", message: "It broke." });
  await user.click(banner.getByRole("button", { name: "It worked" }));
  expect(await screen.findByText("Not recorded. It broke.")).toBeVisible();
  expect(screen.getByText("Verifying", { selector: "section *" })).toBeVisible();
});

test("Partly asks what still fails and requires an answer", async () => {
  const { fakeApi, banner, user } = await openBanner({ applied_at: NOW });
  await user.click(banner.getByRole("button", { name: "Partly" }));
  const question = banner.getByRole("textbox", { name: "What still fails?" });
  expect(question).toHaveFocus();
  await user.keyboard("{Enter}");
  expect(question).toBeInvalid();
  await user.type(question, "The calendar{Enter}");
  await waitFor(() =>
    expect(fakeApi.writesTo("/outcome")[0]?.body).toEqual({
      outcome: "applied_partial",
      notes: "The calendar",
    }),
  );
});

test("ten minutes after Apply the banner asks; Still checking records what it waits for", async () => {
  const { fakeApi, banner, user } = await openBanner({ applied_at: NOW });
  expect(banner.getByText("Did it work?")).toBeVisible();
  await user.click(banner.getByRole("button", { name: "Still checking" }));
  await user.type(banner.getByRole("textbox", { name: "Waiting on what?" }), "Her lunch{Enter}");
  await waitFor(() =>
    expect(fakeApi.writesTo("/outcome")[0]?.body).toEqual({
      outcome: "applied_pending",
      notes: "Her lunch",
    }),
  );
  expect(await banner.findByText("Awaiting verification")).toBeVisible();
});

test("concluding with a pending fix records success before the dialog opens", async () => {
  const { fakeApi, user } = await openBanner({
    status: "applied_pending",
    applied_at: NOW,
    pending_reason: "A reboot",
  });
  await user.click(screen.getByRole("button", { name: "Conclude" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Conclude" }));
  expect(dialog.getByText("Recorded: the fix worked.")).toBeVisible();
  expect(fakeApi.writesTo("/outcome")[0]?.body).toEqual({ outcome: "applied_success" });
  await user.click(dialog.getByRole("radio", { name: "I tested it myself" }));
  await user.click(dialog.getByRole("button", { name: "Conclude" }));
  await waitFor(() => expect(fakeApi.writesTo("/resolve")).toHaveLength(1));
});
