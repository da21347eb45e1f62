import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import type { Attempt, Fact, Step } from "~/api/types";
import { openApp } from "../app";
import { makeAttempt } from "../attempts";
import { id, makeFact, makeSession, makeStep, NOW } from "../factories";
import { FakeApi } from "../fakeApi";

let fakeApi: FakeApi;

beforeEach(() => {
  fakeApi = new FakeApi();
});

interface Given {
  steps?: Step[];
  facts?: Fact[];
  attempts?: Attempt[];
}

async function open({ steps = [], facts = [], attempts = [] }: Given) {
  const aiSession = fakeApi.add(makeSession(fakeApi.user), steps);
  fakeApi.facts[aiSession.id] = facts;
  fakeApi.attempts[aiSession.id] = attempts;
  const app = openApp(`/pilot/${aiSession.id}`);
  const details = within(await screen.findByRole("complementary", { name: "Details" }));
  await details.findByRole("heading", { name: "Tried" });
  return { ...app, aiSession, details };
}

const by = { id: id(), name: "Sam Keller" };

function shownBy(step: Step) {
  return { step_id: step.id, excerpt: "state 9", sha256: "0", machine: "FS01", at: NOW };
}

test("a result that is only stated and one that is shown look different", async () => {
  const step = makeStep({ content: "See the log" });
  const attempts = [
    makeAttempt({ title: "Reboot", by, notes: "State 9 again" }),
    makeAttempt({ title: "Restart the writer", by, evidence: [shownBy(step)] }),
    makeAttempt({ title: "Move the window", by, outcome: "verifying" }),
  ];
  const { user, details } = await open({ steps: [step], attempts });
  const [said, shown, open_] = await details.findAllByRole("listitem");
  expect(said).toHaveTextContent("Did not work: State 9 againSam said so");
  expect(shown).not.toHaveTextContent("said so");
  expect(open_).not.toHaveTextContent("said so");
  await user.click(within(shown as HTMLElement).getByText("Shown"));
  expect(within(shown as HTMLElement).getByText("state 9")).toBeVisible();
  expect(shown).toHaveTextContent("on FS01");
});

test("evidence leads to the message that it is from", async () => {
  const step = makeStep({ content: "See the log" });
  const { user, details } = await open({
    steps: [makeStep(), step],
    attempts: [makeAttempt({ evidence: [shownBy(step)] })],
  });
  await user.click(await details.findByText("Shown"));
  await user.click(details.getByRole("link", { name: "Show in the chat" }));
  const message = (await screen.findByText("See the log")).closest("article");
  await waitFor(() => expect(message).toHaveFocus());
  expect(message).toHaveAttribute("data-jumped");
  await user.click(screen.getByRole("textbox", { name: "Message" }));
  expect(message).not.toHaveAttribute("data-jumped");
});

test("a fact leads to its step", async () => {
  const step = makeStep({ kind: "assistant_message", content: "Noted the device." });
  const { user, details } = await open({
    steps: [makeStep(), step],
    facts: [makeFact({ step_id: step.id })],
  });
  await user.click(await details.findByRole("link", { name: /^Copilot, from/ }));
  const message = (await screen.findByText("Noted the device.")).closest("article");
  await waitFor(() => expect(message).toHaveFocus());
});

test("a pinned fact comes first and stays so", async () => {
  const facts = [makeFact({ value: "PC-1" }), makeFact({ kind: "user", value: "Jane" })];
  const { user, details } = await open({ facts });
  await user.click(await details.findByRole("button", { name: "Pin user" }));
  const values = () => details.getAllByRole("definition").map((each) => each.textContent);
  await waitFor(() => expect(values()[0]).toMatch(/^Jane/));
  expect(fakeApi.writesTo(String(facts[1]?.id))[0]?.body).toEqual({ pinned: true });
  expect(details.getByRole("button", { name: "Pin user" })).toHaveAttribute("aria-pressed", "true");
});

test("a dismissed fact is listed and can be restored", async () => {
  const fact = makeFact({ value: "PC-1" });
  const { user, details } = await open({ facts: [fact] });
  await user.click(await details.findByRole("button", { name: "Remove device" }));
  await user.click(details.getByRole("button", { name: "Dismissed facts" }));
  const list = within(await details.findByRole("list", { name: "Dismissed facts" }));
  expect(await list.findByText("PC-1")).toBeVisible();
  await user.click(list.getByRole("button", { name: "Restore PC-1" }));
  await waitFor(() => expect(fakeApi.writesTo("/restore")).toHaveLength(1));
  expect(await details.findByRole("button", { name: "Remove device" })).toBeVisible();
  await waitFor(() => expect(details.getByText("None.")).toBeVisible());
});
