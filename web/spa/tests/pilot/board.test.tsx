import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import type { Attempt, Hypothesis, Step } from "~/api/types";
import { openApp } from "../app";
import { makeAttempt } from "../attempts";
import { makeHandoff, makeSession, makeStep, makeUser, personOf } from "../factories";
import { FakeApi } from "../fakeApi";
import { makeHypothesis } from "../hypotheses";

let fakeApi: FakeApi;

beforeEach(() => {
  fakeApi = new FakeApi();
});

interface Given {
  board?: Hypothesis[];
  steps?: Step[];
  attempts?: Attempt[];
}

async function open({ board = [], steps = [], attempts = [] }: Given) {
  const aiSession = fakeApi.add(makeSession(fakeApi.user), steps);
  fakeApi.hypotheses[aiSession.id] = board;
  fakeApi.attempts[aiSession.id] = attempts;
  const app = openApp(`/pilot/${aiSession.id}`);
  const details = within(await screen.findByRole("complementary", { name: "Details" }));
  await app.user.click(await details.findByRole("tab", { name: "Board" }));
  await details.findByRole("heading", { name: "Possible causes" });
  return { ...app, aiSession, details };
}

const against = { kind: "attempt", weighs: "against", label: "attempt 1", is_new: false } as const;

test("causes stand in groups, and their evidence leads to the message and the attempt", async () => {
  const step = makeStep({ content: "The queue is full" });
  const attempt = makeAttempt({ title: "Clear the queue" });
  const said = { kind: "step", id: step.id, weighs: "for", label: "message 2" } as const;
  const { user, details } = await open({
    steps: [makeStep(), step],
    attempts: [attempt],
    board: [
      makeHypothesis({ cause: "The driver is broken", state: "investigating" }),
      makeHypothesis({
        cause: "Stuck jobs",
        state: "refuted",
        evidence: [
          { ...said, note: "Forty jobs", is_new: false },
          { ...against, id: attempt.id, note: null },
        ],
      }),
    ],
  });
  expect(await details.findByRole("group", { name: "Investigating" })).toHaveTextContent(
    "The driver is brokenNo evidence yet",
  );
  const refuted = within(details.getByRole("group", { name: "Refuted" }));
  expect(refuted.getByText("1 for")).toBeVisible();
  expect(refuted.getByText(/Forty jobs/)).toBeVisible();
  await user.click(refuted.getByRole("link", { name: "Message 2" }));
  await waitFor(() => expect(document.getElementById(`step-${step.id}`)).toHaveFocus());
  await user.click(refuted.getByRole("link", { name: "Attempt 1" }));
  await waitFor(() => expect(document.getElementById(`attempt-${attempt.id}`)).toHaveFocus());
});

test("a cause is added with Enter, and a refusal keeps what was typed", async () => {
  const { user, details, aiSession } = await open({});
  expect(await details.findByText("No cause is known yet.")).toBeVisible();
  await user.click(details.getByRole("button", { name: "Add a cause" }));
  const path = `${aiSession.id}/hypotheses`;
  fakeApi.refuse(path, { status: 409, code: "hypothesis_known", message: "It is there already." });
  await user.keyboard("Stuck jobs{Enter}");
  expect(await details.findByText("Not added. It is there already.")).toBeVisible();
  fakeApi.refuse(path, null);
  await user.keyboard("{Enter}");
  expect(await details.findByRole("group", { name: "Proposed" })).toHaveTextContent("Stuck jobs");
  expect(fakeApi.writesTo(path).at(-1)?.body).toEqual({ cause: "Stuck jobs" });
});

test("evidence is added and the cause is moved; a refusal says why", async () => {
  const attempt = makeAttempt({ title: "Clear the queue" });
  const one = makeHypothesis({ cause: "Stuck jobs" });
  const { user, details } = await open({ attempts: [attempt], board: [one] });
  await user.click(await details.findByRole("button", { name: "Add evidence" }));
  const form = within(details.getByRole("form", { name: "Add evidence" }));
  await form.findByRole("option", { name: /Clear the queue/ });
  await user.selectOptions(form.getByLabelText("Evidence"), `attempt ${attempt.id}`);
  await user.click(form.getByLabelText("Against it"));
  await user.type(form.getByLabelText("What it shows"), "Same error");
  await user.click(form.getByRole("button", { name: "Add" }));
  const piece = { kind: "attempt", id: attempt.id, weighs: "against", note: "Same error" };
  await waitFor(() => expect(fakeApi.writesTo(one.id)[0]?.body).toEqual({ evidence: [piece] }));
  const message = "A cause is supported only by evidence of this session.";
  fakeApi.refuse(one.id, { status: 422, code: "evidence_required", message });
  await user.click(details.getByRole("button", { name: "Move: Stuck jobs" }));
  await user.click(await details.findByRole("menuitem", { name: "Supported" }));
  expect(await details.findByText(`Not changed. ${message}`)).toBeVisible();
});

test("the handoff says first what was refuted, and by which attempt", async () => {
  const sam = makeUser({ name: "Sam Keller" });
  const aiSession = fakeApi.add(makeSession(sam, { status: "escalated", can_write: false }));
  const handoff = makeHandoff(aiSession, personOf(sam));
  fakeApi.handoffs[aiSession.id] = [handoff];
  const evidence = [{ ...against, id: handoff.id, note: null }];
  fakeApi.hypotheses[aiSession.id] = [
    makeHypothesis({ cause: "Stuck jobs", state: "refuted", evidence }),
  ];
  openApp(`/pilot/${aiSession.id}?pickup=true`);
  const causes = await screen.findByRole("region", { name: "Possible causes" });
  expect(within(causes).getByRole("listitem")).toHaveTextContent("RefutedStuck jobs by attempt 1");
});
