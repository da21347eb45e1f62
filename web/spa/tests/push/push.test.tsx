import { act, screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { forgetPageUser } from "~/api/pageUser";
import type { Events } from "~/live/events";
import { hearClicks } from "~/push/clicks";
import { address, openApp } from "../app";
import { FakeEventSource } from "../eventSource";
import { id, makeUser, personOf } from "../factories";
import { FakeApi } from "../fakeApi";
import { FakeBrowser } from "./fakeBrowser";

const SUBSCRIPTIONS = "/auth/push-subscriptions";

let browser: FakeBrowser;
afterEach(() => browser?.remove());

async function openPanel() {
  const app = openApp("/escalations");
  await app.user.click(await screen.findByRole("button", { name: /^Notifications/ }));
  return app;
}

const panel = () => within(screen.getByRole("dialog", { name: "Notifications" }));

async function turnOn() {
  const app = await openPanel();
  await app.user.click(await screen.findByRole("button", { name: "Turn on" }));
  await screen.findByRole("button", { name: "Turn off" });
  return app;
}

test("turned on, this browser's subscription is recorded; turned off, it ends", async () => {
  browser = new FakeBrowser();
  const fakeApi = new FakeApi();
  const { user } = await turnOn();
  expect(panel().getByText(/also while FlowPilot is closed/)).toBeVisible();
  const [write] = fakeApi.writesTo(SUBSCRIPTIONS);
  expect(write?.body).toEqual({
    endpoint: "https://push.example.com/1",
    keys: { p256dh: "p", auth: "a" },
  });
  await user.click(screen.getByRole("button", { name: "Turn off" }));
  await screen.findByRole("button", { name: "Turn on" });
  expect(fakeApi.deletesOf(SUBSCRIPTIONS)).toHaveLength(1);
  expect(browser.ended).toEqual(["https://push.example.com/1"]);
});

test("a later login of the same user records the subscription again; another user's login ends it", async () => {
  browser = new FakeBrowser();
  const fakeApi = new FakeApi();
  const first = await turnOn();
  first.unmount();
  const again = openApp("/escalations");
  await waitFor(() => expect(fakeApi.writesTo(SUBSCRIPTIONS)).toHaveLength(2));
  again.unmount();
  // The page reloads for another user.
  forgetPageUser();
  expect(browser.ended).toEqual([]);
  const theirs = new FakeApi();
  theirs.user = makeUser({ name: "Priya Nair" });
  openApp("/escalations");
  await waitFor(() => expect(browser.ended).toEqual(["https://push.example.com/1"]));
  expect(theirs.writesTo(SUBSCRIPTIONS)).toEqual([]);
});

test("if FlowPilot does not record it, nothing is on", async () => {
  browser = new FakeBrowser();
  new FakeApi().refuse(SUBSCRIPTIONS, { status: 503, code: "unavailable", message: "Not now." });
  const { user } = await openPanel();
  await user.click(await screen.findByRole("button", { name: "Turn on" }));
  expect(await screen.findByText("Not changed. Not now.")).toBeVisible();
  expect(screen.getByRole("button", { name: "Turn on" })).toBeEnabled();
});

test("a refused permission is said, and nothing is offered", async () => {
  browser = new FakeBrowser({ answer: "denied" });
  new FakeApi();
  const { user } = await openPanel();
  await user.click(await screen.findByRole("button", { name: "Turn on" }));
  expect(await panel().findByText(/This browser blocks notifications/)).toBeVisible();
  expect(screen.queryByRole("button", { name: /Turn/ })).toBeNull();
});

test("a click on a push message leads the open page to its link", async () => {
  browser = new FakeBrowser();
  new FakeApi();
  openApp("/account");
  await screen.findByRole("heading", { name: "Account" });
  act(() => browser.clickMessage("/escalations"));
  await screen.findByRole("heading", { name: "Escalations" });
  expect(address()).toBe("/escalations");
});

test("a click that comes while the page starts is followed once it can be", async () => {
  browser = new FakeBrowser();
  new FakeApi();
  hearClicks();
  browser.clickMessage("/escalations");
  openApp("/account");
  await screen.findByRole("heading", { name: "Escalations" });
  expect(address()).toBe("/escalations");
});

test("without a push service the page shows what would be pushed now, unless it has the focus", async () => {
  browser = new FakeBrowser({ hasPushService: false });
  const fakeApi = new FakeApi();
  fakeApi.account.preferences.events = {
    escalation_created: { push: false },
    escalation_targeted: { push: true },
    escalation_claimed: { push: true },
  };
  await turnOn();
  expect(panel().getByText(/while FlowPilot is open in a tab/)).toBeVisible();
  const rings = (event: Events["notification_created"]["event"], title: string) =>
    FakeEventSource.current.emit("notification_created", {
      id: id(),
      event,
      title,
      link: "/account",
    });
  rings("escalation_created", "Escalation from Lena: Printer");
  rings("escalation_targeted", "Escalation from Lena: VPN drops");
  await waitFor(() =>
    expect(browser.shown.map(({ title }) => title)).toEqual(["Escalation from Lena: VPN drops"]),
  );
  act(() => browser.shown[0]?.onclick?.());
  await waitFor(() => expect(address()).toBe("/account"));
  vi.mocked(document.hasFocus).mockReturnValue(true);
  rings("escalation_targeted", "Escalation from Lena: Mail");
  vi.mocked(document.hasFocus).mockReturnValue(false);
  const created_by = personOf(fakeApi.user);
  const claimed_by = personOf(makeUser({ name: "Priya Nair" }));
  FakeEventSource.current.emit("handoff_claimed", {
    id: id(),
    session_id: "s1",
    created_by,
    claimed_by,
  });
  await waitFor(() => expect(browser.shown.at(-1)?.title).toBe("Picked up by Priya Nair"));
  expect(browser.shown).toHaveLength(2);
});
