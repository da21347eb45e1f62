import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openApp } from "../app";
import { FakeEventSource } from "../eventSource";
import { id, makeUser, NOW } from "../factories";
import { FakeApi } from "../fakeApi";
import { makeChannel, SECRET } from "../fakeChannels";

function office() {
  const fakeApi = new FakeApi();
  fakeApi.user = makeUser({ name: "Olga Vance", role: "owner" });
  fakeApi.members = [fakeApi.user];
  return fakeApi;
}

async function row(name: string) {
  const list = within(await screen.findByRole("list", { name: "Notification channels" }));
  const item = list.getByText(name).closest("li");
  if (!item) throw new Error(`No channel ${name}`);
  return within(item);
}

test("a channel is added with what it is told, and an address that is not allowed is reported at its field", async () => {
  const fakeApi = office();
  const { user } = openApp("/account");
  await user.click(await screen.findByRole("button", { name: "Add channel" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Add a notification channel" }));
  await user.type(dialog.getByLabelText("Name"), "Service desk");
  await user.type(dialog.getByLabelText("Address"), "https://10.0.0.1/x");
  await user.click(dialog.getByLabelText("Escalation withdrawn"));
  const message = "FlowPilot may not call this address.";
  fakeApi.refuse("/notification-channels", { status: 422, code: "forbidden_address", message });
  await user.click(dialog.getByRole("button", { name: "Add channel" }));
  const address = dialog.getByLabelText("Address");
  await waitFor(() => expect(address).toHaveAccessibleDescription(message));
  expect(address).toHaveFocus();
  fakeApi.refuse("/notification-channels", null);
  await user.clear(address);
  await user.type(address, "https://hooks.slack.com/services/T1/B1/Zx9q");
  await user.click(dialog.getByRole("button", { name: "Add channel" }));
  expect((await row("Service desk")).getByText("hooks.slack.com …Zx9q")).toBeVisible();
  expect(fakeApi.writesTo("/notification-channels").at(-1)?.body).toEqual({
    kind: "slack",
    name: "Service desk",
    url: "https://hooks.slack.com/services/T1/B1/Zx9q",
    events: [
      "escalation_created",
      "escalation_targeted",
      "escalation_waiting",
      "escalation_withdrawn",
    ],
  });
});

test("the secret of a webhook is shown once", async () => {
  office();
  const { user } = openApp("/account");
  await user.click(await screen.findByRole("button", { name: "Add channel" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Add a notification channel" }));
  await user.selectOptions(dialog.getByLabelText("Kind"), "Signed webhook");
  await user.type(dialog.getByLabelText("Name"), "Pager");
  await user.type(dialog.getByLabelText("Address"), "https://pager.test/in");
  await user.click(dialog.getByRole("button", { name: "Add channel" }));
  const shown = within(await screen.findByRole("dialog", { name: "Pager is added" }));
  expect(shown.getByText(SECRET)).toBeVisible();
  await user.click(shown.getByRole("button", { name: "Copy" }));
  expect(await navigator.clipboard.readText()).toBe(SECRET);
  await user.click(shown.getByRole("button", { name: "I have copied it" }));
  await row("Pager");
  expect(screen.queryByText(SECRET)).toBeNull();
});

test("editing keeps an address that nobody typed again", async () => {
  const fakeApi = office();
  const channel = makeChannel();
  fakeApi.channels.channels = [channel];
  const { user } = openApp("/account");
  const actions = (await row("Service desk")).findByRole("button", {
    name: "Actions for Service desk",
  });
  await waitFor(async () => expect(await actions).toBeEnabled());
  await user.click((await row("Service desk")).getByRole("button", { name: /^Actions for/ }));
  await user.click(await screen.findByRole("menuitem", { name: "Edit…" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Edit Service desk" }));
  expect(dialog.getByLabelText("Address")).toHaveAccessibleDescription(/hooks\.slack\.com …Zx9q/);
  await user.clear(dialog.getByLabelText("Name"));
  await user.type(dialog.getByLabelText("Name"), "Night desk");
  await user.click(dialog.getByRole("button", { name: "Save" }));
  await row("Night desk");
  const [change] = fakeApi.writesTo(channel.id);
  expect(change?.body).toEqual({ name: "Night desk", events: channel.events });
});

test("a channel that was switched off says why, and can be tested and switched on", async () => {
  const fakeApi = office();
  const channel = makeChannel({ kind: "teams", is_active: false, off_reason: "gone" });
  fakeApi.channels.channels = [channel];
  const { user } = openApp("/account");
  const line = await row("Service desk");
  expect(line.getByText(/Switched off: the address no longer exists\./)).toBeVisible();
  await user.click(line.getByRole("button", { name: "Test Service desk" }));
  await waitFor(() => expect(fakeApi.writesTo("/test")).toHaveLength(1));
  FakeEventSource.current.emit("channel_tested", {
    channel_id: channel.id,
    result: "ok",
    message: "HTTP 200",
  });
  expect(await line.findByText(/Test sent/)).toBeVisible();
  await user.click(line.getByRole("button", { name: /^Actions for/ }));
  const item = await screen.findByRole("menuitem", { name: "Switch on" });
  await user.click(item);
  await waitFor(() => expect(fakeApi.writesTo(channel.id)[0]?.body).toEqual({ is_active: true }));
  await waitFor(() => expect(screen.queryByText(/Switched off/)).toBeNull());
});

test("the log shows what became of each call, and sends one again", async () => {
  const fakeApi = office();
  const channel = makeChannel();
  fakeApi.channels.channels = [channel];
  const call = { id: id(), event: "escalation_created", at: NOW, status: "500", duration_ms: 840 };
  fakeApi.channels.calls[channel.id] = [call];
  const { user } = openApp("/account");
  const line = await row("Service desk");
  await user.click(line.getByRole("button", { name: "Log of Service desk" }));
  const table = within(await line.findByRole("table"));
  expect(table.getByText("HTTP 500")).toBeVisible();
  expect(table.getByText("840 ms")).toBeVisible();
  await user.click(table.getByRole("button", { name: /^Send again/ }));
  await waitFor(() => expect(fakeApi.writesTo(`${call.id}/resend`)).toHaveLength(1));
});

test("removing asks first", async () => {
  const fakeApi = office();
  fakeApi.channels.channels = [makeChannel()];
  const { user } = openApp("/account");
  await user.click((await row("Service desk")).getByRole("button", { name: /^Actions for/ }));
  await user.click(await screen.findByRole("menuitem", { name: "Remove…" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Remove Service desk?" }));
  await user.click(dialog.getByRole("button", { name: "Remove" }));
  expect(await screen.findByText(/No channel is told of escalations\./)).toBeVisible();
  expect(fakeApi.deletes).toHaveLength(1);
});

test("engineers do not see the channels", async () => {
  const fakeApi = new FakeApi();
  openApp("/account");
  await screen.findByRole("region", { name: "Password" });
  expect(screen.queryByText("Notification channels")).toBeNull();
  expect(fakeApi.reads["/notification-channels"]).toBeUndefined();
});
