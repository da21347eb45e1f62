import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import type { EscalationFigures } from "~/api/analytics";
import type { AiSession, Fix } from "~/api/types";
import { ESCALATIONS } from "../analytics/figures";
import { address, openApp } from "../app";
import { makeFix, makeQueueItem, makeSession, makeUser, NOW, personOf } from "../factories";
import { FakeApi } from "../fakeApi";
import { server } from "../server";

const lena = makeUser({ name: "Lena Voss" });

function mockFigures(part: Partial<EscalationFigures> = {}): void {
  server.use(
    http.get("*/api/v1/analytics/flowpilot/escalations", () =>
      HttpResponse.json({ ...ESCALATIONS, ...part }),
    ),
  );
}

function makeFollowUp(fakeApi: FakeApi, title: string): { aiSession: AiSession; fix: Fix } {
  const fix = makeFix({
    status: "applied_pending",
    pending_reason: "Tonight's run",
    applied_at: NOW,
  });
  const aiSession = makeSession(fakeApi.user, { title, active_fix: fix });
  fix.session_id = aiSession.id;
  fakeApi.add(aiSession, [], [fix]);
  return { aiSession, fix };
}

/** Implements the API's filter, which the FakeApi lacks. */
function mockFollowUps(fakeApi: FakeApi): void {
  server.use(
    http.get("*/api/v1/ai-sessions", ({ request }) => {
      const status = new URL(request.url).searchParams.get("fix_status");
      if (!status) return undefined;
      const items = fakeApi.sessions.filter((row) => row.active_fix?.status === status);
      return HttpResponse.json({ items, next_cursor: null });
    }),
  );
}

async function openHome(fakeApi: FakeApi) {
  mockFollowUps(fakeApi);
  const app = openApp("/");
  await screen.findByRole("heading", { level: 1 });
  return app;
}

const part = (name: string) => within(screen.getByRole("region", { name: new RegExp(`^${name}`) }));

test("text in the quick start becomes a session, with its line breaks", async () => {
  const fakeApi = new FakeApi();
  mockFigures();
  const { user } = await openHome(fakeApi);
  const field = screen.getByRole("textbox", { name: "What is going wrong?" });
  await user.type(field, "Outlook asks{Shift>}{Enter}{/Shift}since Monday{Enter}");
  await waitFor(() => expect(fakeApi.writesTo("/ai-sessions")).toHaveLength(1));
  expect(fakeApi.writesTo("/ai-sessions")[0]?.body).toEqual({
    problem: "Outlook asks\nsince Monday",
  });
  await waitFor(() => expect(address()).toMatch(/^\/pilot\/./));
});

test("Enter that ends a composition starts nothing", async () => {
  const fakeApi = new FakeApi();
  mockFigures();
  const { user } = await openHome(fakeApi);
  const field = screen.getByRole("textbox", { name: "What is going wrong?" });
  await user.type(field, "印刷");
  fireEvent.keyDown(field, { key: "Enter", keyCode: 229, isComposing: false });
  expect(address()).toBe("/");
  expect(fakeApi.writes).toEqual([]);
});

test("a fix that waits for verification says on what, and gets its outcome here", async () => {
  const fakeApi = new FakeApi();
  mockFigures();
  const { fix } = makeFollowUp(fakeApi, "Nightly sync skips two mailboxes");
  const { user } = await openHome(fakeApi);
  await screen.findByRole("link", { name: "Nightly sync skips two mailboxes" });
  const rows = part("Waiting to verify");
  expect(rows.getByText("Tonight's run")).toBeVisible();
  await user.click(rows.getByRole("button", { name: /^It worked/ }));
  await waitFor(() => expect(fakeApi.writesTo("/outcome")).toHaveLength(1));
  expect(fakeApi.writesTo("/outcome")[0]?.path).toContain(fix.id);
  expect(fakeApi.writesTo("/outcome")[0]?.body).toMatchObject({ outcome: "applied_success" });
});

test.each([
  ["2031-02-03T09:00:00Z", /^Reminder 3 Feb/],
  [NOW, /^Due /],
])("a follow-up with a reminder at %s shows the time", async (remind_at, words) => {
  const fakeApi = new FakeApi();
  mockFigures();
  const { fix } = makeFollowUp(fakeApi, "Nightly sync skips two mailboxes");
  fix.remind_at = remind_at;
  await openHome(fakeApi);
  await screen.findByRole("link", { name: "Nightly sync skips two mailboxes" });
  expect(part("Waiting to verify").getByText(words)).toBeVisible();
});

test("Undo restores a follow-up", async () => {
  const fakeApi = new FakeApi();
  mockFigures();
  const { aiSession, fix } = makeFollowUp(fakeApi, "Nightly sync skips two mailboxes");
  const { user } = await openHome(fakeApi);
  await user.click(await screen.findByRole("button", { name: /^It worked/ }));
  aiSession.active_fix = null;
  await waitFor(() => expect(screen.queryByRole("button", { name: /^It worked/ })).toBeNull());
  aiSession.active_fix = fix;
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  expect(await screen.findByRole("button", { name: /^It worked/ })).toBeVisible();
});

test("a second Enter on the other outcomes records nothing", async () => {
  const fakeApi = new FakeApi();
  mockFigures();
  makeFollowUp(fakeApi, "Nightly sync skips two mailboxes");
  const { user, fastUser } = await openHome(fakeApi);
  const more = await screen.findByRole("button", { name: /^Other outcomes/ });
  more.focus();
  await user.keyboard("{Enter}");
  const failed = await screen.findByRole("menuitem", { name: "Did not work" });
  failed.focus();
  await fastUser.keyboard("{Enter}");
  expect(fakeApi.writesTo("/outcome")).toHaveLength(0);
  await user.keyboard("{Enter}");
  await waitFor(() => expect(fakeApi.writesTo("/outcome")).toHaveLength(1));
});

test("without follow-ups there is no heading", async () => {
  const fakeApi = new FakeApi();
  mockFigures();
  await openHome(fakeApi);
  expect(await screen.findByText(/^You have no open session/)).toBeVisible();
  expect(screen.queryByRole("heading", { name: "Waiting to verify" })).toBeNull();
});

test("one waiting row is open at a time, and it shows the reason", async () => {
  const fakeApi = new FakeApi();
  mockFigures();
  fakeApi.queue = ["Backup failed", "VPN drops"].map((problem) =>
    makeQueueItem(personOf(lena), { problem, reason: `Stuck: ${problem}` }),
  );
  const { user } = await openHome(fakeApi);
  const first = await screen.findByRole("button", { name: /^Backup failed/ });
  const second = screen.getByRole("button", { name: /^VPN drops/ });
  expect(first).toHaveAttribute("aria-expanded", "true");
  expect(screen.getByText("“Stuck: Backup failed”")).toBeVisible();
  await user.click(second);
  expect(first).toHaveAttribute("aria-expanded", "false");
  expect(second).toHaveAttribute("aria-expanded", "true");
  expect(screen.getByText("“Stuck: VPN drops”")).toBeVisible();
  expect(fakeApi.writes).toEqual([]);
});

test("Pick up on Home claims and opens the chat", async () => {
  const fakeApi = new FakeApi();
  mockFigures();
  const aiSession = fakeApi.add(makeSession(lena, { handler: personOf(fakeApi.user) }));
  fakeApi.queue = [
    makeQueueItem(personOf(lena), { problem: "VPN drops", session_id: aiSession.id }),
  ];
  const { user } = await openHome(fakeApi);
  await user.click(await screen.findByRole("button", { name: "Pick up: VPN drops" }));
  await waitFor(() => expect(address()).toBe(`/pilot/${aiSession.id}`));
  expect(fakeApi.writesTo("/claim")).toHaveLength(1);
});

test("the time to the first action is shown with its sample size", async () => {
  const fakeApi = new FakeApi();
  mockFigures();
  await openHome(fakeApi);
  expect(await screen.findByText("3.1 min")).toBeVisible();
  const card = part("Time to first action");
  expect(card.getByText("average 4.2 min")).toBeVisible();
  expect(card.getByText("41 claims")).toBeVisible();
  expect(await card.findByRole("img", { name: /^Median by day, from 5\.0 min to/ })).toBeVisible();
  expect(card.getByRole("link", { name: "30 days" })).toHaveAttribute("href", "/analytics");
});

test("with fewer than five samples there is no figure", async () => {
  const fakeApi = new FakeApi();
  mockFigures({ n_handoffs_with_action: 4, too_few: true });
  await openHome(fakeApi);
  expect(await screen.findByText("Not enough data")).toBeVisible();
  expect(screen.queryByText("3.1 min")).toBeNull();
});

test("a viewer sees the readable sessions, and nothing that writes", async () => {
  const fakeApi = new FakeApi();
  fakeApi.user = makeUser({ role: "viewer" });
  fakeApi.add(makeSession(lena, { title: "VPN drops", status: "escalated", can_write: false }));
  await openHome(fakeApi);
  await screen.findByRole("heading", { name: "Sessions to read" });
  await waitFor(() => expect(part("Sessions to read").getByText("VPN drops")).toBeVisible());
  expect(screen.queryByRole("textbox", { name: "What is going wrong?" })).toBeNull();
  expect(screen.queryByText("Waiting escalations")).toBeNull();
  expect(fakeApi.reads["/ai-sessions/escalations"]).toBeUndefined();
});
