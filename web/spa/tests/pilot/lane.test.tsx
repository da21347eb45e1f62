import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import type { AiSession, LaneItem } from "~/api/types";
import { laneView } from "~/pilot/lane/laneView";
import { openApp } from "../app";
import { FakeEventSource } from "../eventSource";
import { id, makeSession, makeUser, personOf } from "../factories";
import { LaneApi, makeLaneItem } from "./fakeLane";

let fakeApi: LaneApi;

beforeEach(() => {
  fakeApi = new LaneApi();
});

async function open(items: LaneItem[], part: Partial<AiSession> = {}) {
  const aiSession = fakeApi.add(makeSession(fakeApi.user, part));
  fakeApi.lanes[aiSession.id] = items;
  const app = openApp(`/pilot/${aiSession.id}`);
  const lane = within(await screen.findByRole("region", { name: "Copilot asks" }));
  return { ...app, aiSession, lane };
}

const mfa = () => makeLaneItem({ text: "Was MFA moved?", choices: ["Yes", "No"] });
const log = () =>
  makeLaneItem({ kind: "action", text: "Read the sign-in log", command: "dsregcmd /status" });

/** The buttons of an item respond once its guard has opened. */
async function button(lane: ReturnType<typeof within>, item: string, name: string) {
  const group = within(await lane.findByRole("group", { name: item }));
  const found = await group.findByRole("button", { name });
  await waitFor(() => expect(found).not.toHaveAttribute("data-guarded"), { timeout: 5_000 });
  return found;
}

test("a quick answer closes its question in one line, and nothing is sent twice", async () => {
  const [first, second] = [mfa(), makeLaneItem({ text: "Since when?" })];
  const { user, lane } = await open([first, second]);
  expect(lane.getByText("0 of 2")).toBeVisible();
  await user.click(await button(lane, first.text, "No"));
  expect(await lane.findByText("1 of 2")).toBeVisible();
  expect(lane.getByText("Was MFA moved?").textContent).toContain("No");
  await waitFor(() => expect(fakeApi.writesTo(first.id)[0]?.body).toEqual({ answer: "No" }));
  expect(await lane.findByRole("button", { name: "Send 1 answer" })).toBeVisible();
});

test("a second click hits no other item", async () => {
  const items = [mfa(), makeLaneItem({ text: "Is it one user?", choices: ["Yes", "No"] })];
  const { user, fastUser, lane } = await open(items);
  await user.click(await button(lane, "Was MFA moved?", "Yes"));
  const next = within(lane.getByRole("group", { name: "Is it one user?" }));
  await fastUser.click(next.getByRole("button", { name: "Yes" }));
  await waitFor(() => expect(fakeApi.writesTo(String(items[0]?.id))).toHaveLength(1));
  expect(fakeApi.writesTo(String(items[1]?.id))).toHaveLength(0);
});

test("Enter sends a free answer, Shift+Enter adds a line, Esc keeps the text", async () => {
  const item = makeLaneItem({ text: "What does the log say?" });
  const { user, lane } = await open([item]);
  const field = await lane.findByRole("textbox", { name: "Your answer" });
  await user.type(field, "Error 1{Shift>}{Enter}{/Shift}Error 2{Escape}");
  expect(field).toHaveValue("Error 1\nError 2");
  expect(field).not.toHaveFocus();
  await user.type(field, "{Enter}");
  await waitFor(() =>
    expect(fakeApi.writesTo(item.id)[0]?.body).toEqual({ answer: "Error 1\nError 2" }),
  );
  const quoted = await screen.findAllByText("What does the log say?");
  expect(quoted.some((line) => line.closest("article"))).toBe(true);
});

test("an action is done with its result, or skipped", async () => {
  const [first, second] = [log(), makeLaneItem({ kind: "action", text: "Ask the user" })];
  const { user, lane } = await open([first, second]);
  expect(lane.getByText("dsregcmd /status")).toBeVisible();
  await user.click(await button(lane, first.text, "Add result"));
  await user.type(await lane.findByRole("textbox", { name: /^Result/ }), "AzureAdJoined: NO");
  await user.click(await button(lane, first.text, "Done"));
  await waitFor(() =>
    expect(fakeApi.writesTo(first.id)[0]?.body).toEqual({ done: true, note: "AzureAdJoined: NO" }),
  );
  await user.click(await button(lane, second.text, "Skip"));
  await waitFor(() => expect(fakeApi.writesTo(second.id)[0]?.body).toEqual({ skipped: true }));
});

test("a refused answer opens its item again with the text, and says why", async () => {
  const item = makeLaneItem({ text: "Since when?" });
  const { user, lane } = await open([item]);
  const message = "Priya has closed this already.";
  fakeApi.refuse(item.id, { status: 409, code: "item_closed", message });
  await user.type(await lane.findByRole("textbox", { name: "Your answer" }), "Monday{Enter}");
  expect(await lane.findByText(`Not saved. ${message}`)).toBeVisible();
  expect(await lane.findByRole("textbox", { name: "Your answer" })).toHaveValue("Monday");
});

test("answers that wait are sent together", async () => {
  const done = makeLaneItem({ text: "Who?", state: "answered", answer: "Jane", waiting: true });
  const { user, lane, aiSession } = await open([done, mfa()]);
  const send = await lane.findByRole("button", { name: "Send 1 answer" });
  await waitFor(() => expect(send).not.toHaveAttribute("data-guarded"), { timeout: 5_000 });
  await user.click(send);
  await waitFor(() => expect(fakeApi.writesTo("/send")).toHaveLength(1));
  await waitFor(() =>
    expect(lane.queryByRole("button", { name: /^Send/ })).not.toBeInTheDocument(),
  );
  expect(fakeApi.writesTo(`${aiSession.id}/task-lane/send`)).toHaveLength(1);
});

test("another person's answer appears, with the name", async () => {
  const item = mfa();
  const { lane, aiSession } = await open([item, log()]);
  const priya = personOf(makeUser({ name: "Priya Nair" }));
  Object.assign(item, { state: "answered", answer: "Yes", waiting: true, closed_by: priya });
  FakeEventSource.current.emit("task_lane_changed", {
    id: id(),
    session_id: aiSession.id,
    item_id: item.id,
    status: "answered",
  });
  expect(await lane.findByText("1 of 2")).toBeVisible();
  expect(lane.getByText("Was MFA moved?").textContent).toContain("Yes · Priya");
});

test("a reader sees what is asked, and can close nothing", async () => {
  const { lane } = await open([mfa()], { can_write: false });
  expect(lane.getByText("Was MFA moved?")).toBeVisible();
  expect(lane.queryByRole("button", { name: "Yes" })).not.toBeInTheDocument();
});

test("the focus stays in the lane when its item closes", async () => {
  const { user, lane } = await open([mfa(), log()]);
  (await button(lane, "Was MFA moved?", "Yes")).focus();
  await user.keyboard("{Enter}");
  await waitFor(() => expect(lane.getByRole("heading", { name: "Copilot asks" })).toHaveFocus());
});

test("what no reply needs any more is not shown, and older answers are folded", () => {
  const old = makeLaneItem({ state: "answered", step_id: "reply-0" });
  const gone = makeLaneItem({ state: "obsolete" });
  const waiting = makeLaneItem({ state: "done", step_id: "reply-0", waiting: true });
  const now = makeLaneItem();
  expect(laneView([old, gone, waiting, now])).toEqual({
    current: [waiting, now],
    earlier: [old],
    open: 1,
    waiting: 1,
  });
});
