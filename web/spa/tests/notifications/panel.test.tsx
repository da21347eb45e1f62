import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openApp } from "../app";
import { makeNotification, makeUser, NOW, personOf } from "../factories";
import { FakeApi } from "../fakeApi";

const priya = personOf(makeUser({ name: "Priya Nair" }));

async function openPanel() {
  const { user } = openApp("/escalations");
  await user.click(await screen.findByRole("button", { name: /^Notifications/ }));
  return within(await screen.findByRole("dialog", { name: "Notifications" }));
}

test("each kind has its icon, and a settled escalation no longer looks as if it waited", async () => {
  const fakeApi = new FakeApi();
  const claimed = { kind: "claimed" as const, by: priya, at: NOW };
  fakeApi.notifications = [
    makeNotification({ kind: "escalation", title: "Escalation from Lena: VPN drops" }),
    makeNotification({
      kind: "escalation_waiting",
      title: "Still waiting after 15 min: VPN drops",
    }),
    makeNotification({ kind: "channel_switched_off", title: "Teams was switched off: Help desk" }),
    makeNotification({ kind: "escalation", title: "Printer", outcome: claimed, read_at: NOW }),
  ];
  const panel = await openPanel();
  const icons = (await panel.findAllByRole("link")).map(
    (entry) =>
      entry
        .querySelector("svg")
        ?.getAttribute("class")
        ?.match(/lucide-(?!icon)\S+/)?.[0],
  );
  expect(icons).toEqual([
    "lucide-circle-arrow-up",
    "lucide-hourglass",
    "lucide-message-square-off",
    "lucide-user-check",
  ]);
  expect(panel.getByRole("heading", { name: "Earlier" })).toBeVisible();
});

test("without notifications it says so", async () => {
  new FakeApi();
  const panel = await openPanel();
  expect(await panel.findByText("Nothing new.")).toBeVisible();
  // jsdom is a browser without notifications.
  expect(panel.getByText(/cannot show notifications/)).toBeVisible();
});
