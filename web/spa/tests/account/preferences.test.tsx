import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openApp } from "../app";
import { makeUser } from "../factories";
import { FakeApi } from "../fakeApi";

async function form(name: string) {
  return within(await screen.findByRole("form", { name }));
}

test("a user chooses what reaches them, and sees what would reach them now", async () => {
  const fakeApi = new FakeApi();
  const { user } = openApp("/account");
  const settings = await form("Notifications");
  expect(await screen.findByText(/At 23:10 on a Tuesday: everything/)).toBeVisible();
  const row = within(settings.getByRole("row", { name: /^Escalation to the team/ }));
  expect(row.getByText("Always")).toBeVisible();
  await user.click(row.getByLabelText("Escalation to the team, by push"));
  await user.click(settings.getByLabelText(/Hold back mail and push/));
  await user.click(settings.getByLabelText("Sunday"));
  expect(settings.getByText("They end on the next day.")).toBeVisible();
  await user.click(settings.getByLabelText("Once a day, as one digest"));
  expect(settings.getByLabelText("Time of the digest")).toHaveValue("08:00");
  await user.click(settings.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(fakeApi.writesTo("/auth/preferences")).toHaveLength(1));
  expect(fakeApi.writesTo("/auth/preferences")[0]?.body).toEqual({
    events: { escalation_created: { push: false } },
    quiet_hours: { from: "22:00", to: "06:00", days: [0, 1, 2, 3, 4, 5] },
    digest: "daily",
  });
  expect(
    await screen.findByText("At 23:10 on a Tuesday: nothing but targeted ones."),
  ).toBeVisible();
  expect(screen.getByText(/Quiet until Wednesday 06:00/)).toBeVisible();
  expect(screen.queryByText("Unsaved changes")).toBeNull();
});

test("the last day of the quiet hours stays, and a refusal is shown at its field", async () => {
  const fakeApi = new FakeApi();
  fakeApi.account.preferences.quiet_hours = { from: "00:00", to: "00:00", days: [6] };
  const { user } = openApp("/account");
  const settings = await form("Notifications");
  await user.click(settings.getByLabelText("Sunday"));
  expect(settings.getByLabelText("Sunday")).toBeChecked();
  await user.click(settings.getByLabelText("Monday"));
  fakeApi.refuse("/auth/preferences", {
    status: 422,
    code: "validation_failed",
    detail: { quiet_hours: { to: ["They never end."] } },
  });
  await user.click(settings.getByRole("button", { name: "Save" }));
  expect(await settings.findByText("Not saved. Quiet hours: They never end.")).toBeVisible();
  expect(settings.getByLabelText("To")).toHaveAccessibleDescription("They never end.");
  expect(settings.getByText("Unsaved changes")).toBeVisible();
});

test("theme and shortcuts are kept for the user, not only in this browser", async () => {
  const fakeApi = new FakeApi();
  const { user } = openApp("/account");
  const profile = await form("Profile");
  await user.click(profile.getByLabelText("Dark"));
  await user.selectOptions(profile.getByLabelText("Time zone"), "Asia/Tokyo");
  await user.click(profile.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(document.documentElement.dataset.theme).toBe("dark"));
  await user.click(screen.getByLabelText("Single-key shortcuts"));
  await waitFor(() => expect(fakeApi.writesTo("/auth/preferences")).toHaveLength(2));
  expect(fakeApi.writesTo("/auth/preferences").map(({ body }) => body)).toEqual([
    { time_zone: "Asia/Tokyo", theme: "dark" },
    { single_key_shortcuts: false },
  ]);
  await user.click(screen.getByLabelText("Single-key shortcuts"));
  await user.click(screen.getByRole("button", { name: /your menu/ }));
  const menu = within(screen.getByText("Sign out").parentElement as HTMLElement);
  await user.click(await menu.findByLabelText("Same as system"));
  expect(document.documentElement.dataset.theme).toBeUndefined();
});

test("an admin sets when the team is told again", async () => {
  const fakeApi = new FakeApi();
  fakeApi.user = makeUser({ name: "Ada Reyes", role: "admin" });
  const { user } = openApp("/account");
  const settings = await form("Escalations");
  await user.selectOptions(settings.getByLabelText(/Tell the team again/), "30 min");
  await user.click(settings.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(fakeApi.writesTo("/account")).toHaveLength(1));
  expect(fakeApi.writesTo("/account")[0]?.body).toEqual({
    settings: { escalation_waiting_minutes: 30, time_zone: "UTC" },
  });
});
