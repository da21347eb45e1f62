/** The transcript of a chat: messages, log lines between them, and the tools of a message. */
import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Step } from "~/api/types";
import { clockTime, dayName } from "~/lib/time";
import { dayOf } from "~/lib/today";
import { entriesOf } from "~/pilot/chat/entries";
import { asQuote } from "~/pilot/chat/MessageTools";
import { openApp } from "../app";
import { FakeEventSource } from "../eventSource";
import { id, makeFix, makeSession, makeStep, personOf } from "../factories";
import { FakeApi } from "../fakeApi";

async function openChat(make: (fakeApi: FakeApi) => Step[], part = {}) {
  const fakeApi = new FakeApi();
  const steps = make(fakeApi).map((step, index) => ({ ...step, index }));
  const aiSession = fakeApi.add(makeSession(fakeApi.user, part), steps);
  const app = openApp(`/pilot/${aiSession.id}`);
  const box = await screen.findByRole("group", { name: "Conversation" });
  return { fakeApi, aiSession, box, ...app };
}

const FIX = id();

function act(fakeApi: FakeApi, content: string, data: object): Step {
  const author = personOf(fakeApi.user);
  return makeStep({ kind: "action", author, content, data: { fix_id: FIX, ...data } });
}

function lines(box: HTMLElement): string[] {
  return within(box)
    .getAllByRole("listitem")
    .map((item) => item.textContent?.replace(/(Yesterday |\d+ \w+ )?\d\d:\d\d$/, "") ?? "");
}

test("an event is a log line: who or what, and what happened", async () => {
  const { box } = await openChat((fakeApi) => [
    act(fakeApi, "Applied: Clear the cache", { kind: "fix_applied", status: "proposed" }),
    makeStep({ content: "apart" }),
    act(fakeApi, "Did not work: Clear the cache", {
      kind: "fix_outcome",
      status: "applied_failed",
      notes: "asks again",
    }),
    act(fakeApi, "Took back “Did not work”: Clear the cache", {
      kind: "fix_outcome_taken_back",
      status: "proposed",
    }),
    act(fakeApi, "Worked: Clear the cache", { kind: "fix_outcome", status: "applied_success" }),
    makeStep({ content: "apart" }),
    makeStep({
      kind: "system",
      content: "Priya Nair escalated to the team: needs rights",
      data: { kind: "escalated", by: id() },
    }),
    makeStep({
      kind: "system",
      content: "Sam Keller picked this up",
      data: { kind: "claimed", by: fakeApi.user.id },
    }),
    makeStep({
      kind: "system",
      content: "Resolved by Priya Nair: new token",
      data: { kind: "resolved", by: id() },
    }),
    makeStep({ content: "apart" }),
    makeStep({ kind: "system", content: "Something newer", data: { kind: "unheard_of" } }),
  ]);
  expect(lines(box)).toEqual([
    "You applied Clear the cache",
    "Clear the cache did not work: asks again",
    "You took back “Did not work” of Clear the cache",
    "Clear the cache worked, recorded by you",
    "Priya escalated to the team: needs rights",
    "You picked this up",
    "Priya resolved this: new token",
    "Something newer",
  ]);
});

test("the line of a settled fix offers the next actions until the conversation continues", async () => {
  const fakeApi = new FakeApi();
  const fix = makeFix({ status: "applied_success", title: "Clear the cache" });
  const outcome = act(fakeApi, "Worked: Clear the cache", {
    kind: "fix_outcome",
    fix_id: fix.id,
    status: "applied_success",
  });
  const aiSession = fakeApi.add(makeSession(fakeApi.user), [outcome], [fix]);
  const { user } = openApp(`/pilot/${aiSession.id}`);
  const line = (await screen.findByText("Clear the cache")).closest("li") as HTMLElement;
  await within(line).findByRole("button", { name: "Conclude" });
  expect(screen.queryByRole("region", { name: "Suggested fix" })).toBeNull();
  await user.click(within(line).getByRole("button", { name: "Next fix" }));
  const composer = screen.getByRole("textbox", { name: "Message" });
  await waitFor(() => expect(composer).not.toHaveValue(""));
  await user.type(composer, "{Enter}");
  await waitFor(() => expect(within(line).queryByRole("button")).toBeNull());
});

test("consecutive lines form a group; more than three fold and can be unfolded", async () => {
  const { box, user } = await openChat((fakeApi) =>
    ["a", "b", "c", "d", "e", "f"].map((title) =>
      act(fakeApi, `Applied: ${title}`, { kind: "fix_applied", status: "proposed" }),
    ),
  );
  const fold = within(box).getByText("3 steps").closest("details");
  expect(fold).not.toHaveAttribute("open");
  expect(fold?.querySelector("summary")).toHaveTextContent("3 steps by Sam: 3 fixes applied");
  const shown = within(box).getAllByRole("list").at(-1);
  expect(lines(shown as HTMLElement)).toEqual(["You applied d", "You applied e", "You applied f"]);
  await user.click(within(box).getByText("3 steps"));
  expect(fold).toHaveAttribute("open");
});

test("three lines are not folded", async () => {
  const { box } = await openChat((fakeApi) =>
    ["a", "b", "c"].map((title) => act(fakeApi, `Applied: ${title}`, { kind: "fix_applied" })),
  );
  expect(box.querySelector("details")).toBeNull();
});

describe("a message", () => {
  test("is copied as it was written", async () => {
    const { box, user } = await openChat((fakeApi) => [
      makeStep({ author: personOf(fakeApi.user), content: "It *prompts*\nagain." }),
    ]);
    await user.click(within(box).getByRole("button", { name: "Copy message" }));
    expect(await navigator.clipboard.readText()).toBe("It *prompts*\nagain.");
  });

  test("is quoted after what is already typed", async () => {
    const { box, user } = await openChat((fakeApi) => [
      makeStep({ author: personOf(fakeApi.user), content: "It prompts\n\nagain." }),
    ]);
    const composer = screen.getByRole("textbox", { name: "Message" });
    await user.type(composer, "Is that so?");
    await user.click(within(box).getByRole("button", { name: "Quote message" }));
    expect(composer).toHaveValue("Is that so?\n> It prompts\n>\n> again.\n");
    expect(composer).toHaveFocus();
  });

  test("cannot be quoted if the user may not write", async () => {
    const { box } = await openChat(() => [makeStep()], { can_write: false });
    expect(within(box).getByRole("button", { name: "Copy message" })).toBeInTheDocument();
    expect(within(box).queryByRole("button", { name: "Quote message" })).toBeNull();
  });

  test("is quoted only by its beginning if it is long", () => {
    expect(asQuote("line\n".repeat(40)).trimEnd().split("\n")).toHaveLength(13);
  });

  test("names its author in a heading, even the user", async () => {
    const { box } = await openChat((fakeApi) => [makeStep({ author: personOf(fakeApi.user) })]);
    expect(within(box).getByRole("heading", { level: 2, name: "Sam Keller" })).toBeVisible();
  });
});

test("the saved answer keeps the running one's elements and selection", async () => {
  const reply = { id: id(), status: "running" as const };
  const { fakeApi, aiSession } = await openChat((w) => [makeStep({ author: personOf(w.user) })], {
    reply,
  });
  const stream = FakeEventSource.current;
  stream.emit("reply_delta", { reply_id: reply.id, attempt: 1, index: 0, text: "The token is" });
  const words = await screen.findByText("The token is");
  const node = words.firstChild as Text;
  getSelection()?.setBaseAndExtent(node, 4, node, 9);
  const data = { reply_id: reply.id, status: "finished", provider: "demo" };
  const answer = { kind: "assistant_message" as const, content: "The token is stale.", data };
  fakeApi.steps[aiSession.id]?.push(makeStep({ index: 1, ...answer }));
  fakeApi.session(aiSession.id).reply = null;
  stream.emit("reply_finished", { id: id(), reply_id: reply.id });
  await waitFor(() => expect(words).toHaveTextContent("The token is stale."));
  await waitFor(() => expect(words.closest("article")).toHaveAttribute("aria-busy", "false"));
  expect(words).toBeInTheDocument();
  expect(String(getSelection())).toBe("token");
});

test("titles and log lines have the direction of their text", async () => {
  const title = "Outlook يطلب كلمة المرور";
  const { box } = await openChat(
    (fakeApi) => [act(fakeApi, `Applied: ${title}`, { kind: "fix_applied" })],
    {
      title,
    },
  );
  expect(screen.getByRole("heading", { level: 1 })).toHaveAttribute("dir", "auto");
  expect(within(box).getByText("You").parentElement).toHaveAttribute("dir", "auto");
});

describe("days", () => {
  beforeEach(() => void vi.useFakeTimers({ now: new Date(2026, 10, 28, 12), toFake: ["Date"] }));
  afterEach(() => void vi.useRealTimers());

  const at = (month: number, day: number, year = 2026) =>
    new Date(year, month - 1, day, 14, 2).toISOString();

  test.each([
    [at(11, 28), "14:02", "Today"],
    [at(11, 27), "Yesterday 14:02", "Yesterday"],
    [at(11, 23), "23 Nov 14:02", "Monday 23 November"],
    [at(11, 23, 2025), "23 Nov 14:02", "Sunday 23 November 2025"],
  ])("%s is shown as %s, below %s", (time, clock, name) => {
    expect(clockTime(time, Date.now())).toBe(clock);
    expect(dayName(time, Date.now())).toBe(name);
  });

  test("a line marks each new day, and there is none above a transcript of today", () => {
    const today = dayOf(Date.now());
    const steps = [at(11, 27), at(11, 27), at(11, 28)].map((created_at) =>
      makeStep({ created_at }),
    );
    expect(entriesOf(steps, today).map(({ kind }) => kind)).toEqual([
      "day",
      "message",
      "message",
      "day",
      "message",
    ]);
    expect(entriesOf(steps.slice(2), today).map(({ kind }) => kind)).toEqual(["message"]);
  });
});
