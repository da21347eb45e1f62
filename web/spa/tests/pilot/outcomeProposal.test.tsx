/** The copilot read an outcome in a message: the banner shows the words and asks for a confirmation. */
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Fix } from "~/api/types";
import { openApp } from "../app";
import { advanceClock, stopClock } from "../clock";
import { FakeEventSource } from "../eventSource";
import { id, makeFix, makeProposal, makeSession, makeStep, NOW, personOf } from "../factories";
import { FakeApi } from "../fakeApi";

type Proposal = NonNullable<Fix["ai_outcome_proposal"]>;

async function openProposal(part: Partial<Proposal> = {}) {
  const fakeApi = new FakeApi();
  const aiSession = makeSession(fakeApi.user);
  const mine = makeStep({ author: personOf(fakeApi.user), content: "All good" });
  const fix = makeFix({
    session_id: aiSession.id,
    applied_at: NOW,
    ai_outcome_proposal: makeProposal({ step_id: mine.id, ...part }),
  });
  fakeApi.add(aiSession, [mine], [fix]);
  const app = openApp(`/pilot/${aiSession.id}`);
  const region = await screen.findByRole("region", { name: "Suggested fix" });
  return { fakeApi, aiSession, fix, banner: within(region), ...app };
}

async function press(name: string, { banner, user }: Awaited<ReturnType<typeof openProposal>>) {
  const button = await banner.findByRole("button", { name });
  await waitFor(() => expect(button).not.toHaveAttribute("aria-disabled"));
  await user.click(button);
}

test("the banner quotes the words and says whose they are", async () => {
  const { banner } = await openProposal();
  expect(banner.getByText("You wrote: “no prompt since ten minutes, all good”")).toBeVisible();
});

test("a colleague reads whose words they are", async () => {
  const fakeApi = new FakeApi();
  const aiSession = makeSession(fakeApi.user);
  const theirs = makeStep({ author: { id: "x", name: "Sam Keller" } });
  const proposal = makeProposal({ step_id: theirs.id, quote: "works" });
  fakeApi.add(
    aiSession,
    [theirs],
    [makeFix({ session_id: aiSession.id, ai_outcome_proposal: proposal })],
  );
  openApp(`/pilot/${aiSession.id}`);
  expect(await screen.findByText("Sam wrote: “works”")).toBeVisible();
});

test("Confirm records the outcome, which can be undone, and the question comes back", async () => {
  const opened = await openProposal();
  const { fakeApi, user } = opened;
  await press("Confirm", opened);
  expect(await screen.findByText("Recorded: it worked")).toBeVisible();
  expect(fakeApi.writesTo("/outcome")[0]?.body).toEqual({ outcome: "applied_success" });
  await user.click(screen.getByRole("button", { name: "Undo" }));
  expect(await screen.findByText("Read as “it worked”")).toBeVisible();
});

test("confirming that it worked partly sends the copilot's note", async () => {
  const opened = await openProposal({ outcome: "applied_partial", notes: "Teams still asks" });
  await press("Confirm", opened);
  const { fakeApi } = opened;
  await waitFor(() =>
    expect(fakeApi.writesTo("/outcome")[0]?.body).toEqual({
      outcome: "applied_partial",
      notes: "Teams still asks",
    }),
  );
  expect(await opened.banner.findByText("Partly worked")).toBeVisible();
});

test("Not yet returns to the earlier mode and records nothing", async () => {
  const opened = await openProposal();
  const { fakeApi, banner } = opened;
  await press("Not yet", opened);
  expect(await banner.findByText("Did it work?")).toBeVisible();
  await waitFor(() => expect(fakeApi.deletesOf("/ai-outcome-proposal")).toHaveLength(1));
  expect(fakeApi.writesTo("/outcome")).toHaveLength(0);
  expect(screen.getByRole("region", { name: "Suggested fix" })).toHaveFocus();
});

test("a refused Not yet restores the question and says why", async () => {
  const opened = await openProposal();
  const message = "It broke.";
  opened.fakeApi.refuse("/ai-outcome-proposal", { status: 500, code: "internal_error", message });
  await press("Not yet", opened);
  expect(await screen.findByText("Not recorded. It broke.")).toBeVisible();
  expect(screen.getByText("Read as “it worked”")).toBeVisible();
});

test("a press within the first 700 ms confirms nothing", async () => {
  const { fakeApi, banner, fastUser, fix, aiSession } = await openProposal();
  stopClock();
  await fastUser.click(banner.getByRole("button", { name: "Confirm" }));
  expect(fakeApi.fixes[aiSession.id]?.[0]).toEqual(fix);
  advanceClock(1_000);
  expect(fakeApi.writesTo("/outcome")).toHaveLength(0);
});

test("a proposal that arrives is announced with what it says", async () => {
  const fakeApi = new FakeApi();
  const aiSession = makeSession(fakeApi.user);
  const fix = makeFix({ session_id: aiSession.id, applied_at: new Date().toISOString() });
  fakeApi.add(aiSession, [], [fix]);
  openApp(`/pilot/${aiSession.id}`);
  await screen.findByText("Verifying");
  fakeApi.fixes[aiSession.id] = [{ ...fix, ai_outcome_proposal: makeProposal() }];
  FakeEventSource.current.emit("fix_changed", {
    id: id(),
    session_id: aiSession.id,
    fix_id: fix.id,
  });
  await waitFor(() =>
    expect(screen.getByRole("status")).toHaveTextContent(
      "Copilot read the message as “it worked”. Confirm or say not yet.",
    ),
  );
});
