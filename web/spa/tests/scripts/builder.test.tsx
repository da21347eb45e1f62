import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { address, openApp } from "../app";
import { FakeEventSource } from "../eventSource";
import { FakeApi } from "../fakeApi";
import { makeMessage, makeScriptSession } from "../fakeBuilder";

test("the copilot writes while its words arrive, Stop keeps them, and the draft is saved", async () => {
  const fakeApi = new FakeApi();
  const scriptSession = fakeApi.builder.add(makeScriptSession());
  const { user } = openApp(`/scripts/builder/${scriptSession.id}`);
  const field = await screen.findByRole("textbox", { name: "What the script should do" });
  await user.type(field, "List the printers of a server{Enter}");
  expect(await screen.findByText("List the printers of a server")).toBeVisible();
  const reply = fakeApi.builder.sessions[0]?.messages.at(-1);
  const about = { session_id: scriptSession.id, reply_id: reply?.id, attempt: 1 };
  FakeEventSource.current.emit("reply_started", about);
  FakeEventSource.current.emit("reply_delta", { ...about, index: 0, text: "It reads the queues" });
  expect(await screen.findByText("It reads the queues")).toBeVisible();
  await user.keyboard("{Escape}");
  await waitFor(() => expect(fakeApi.writesTo("/stop")).toHaveLength(1));
  expect(await screen.findByText(/Stopped. What was written is kept/)).toBeVisible();
  expect(screen.getByText("It reads the queues")).toBeVisible();
  expect(screen.getByRole("button", { name: "Try again" })).toBeVisible();
  expect(screen.getByText("Draft 1. Read it before you run it.")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Save to library" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Save to library" }));
  await user.click(dialog.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(address()).toMatch(/^\/scripts\/[0-9a-f-]{36}$/));
  expect(fakeApi.writesTo("/save")[0]?.body).toEqual({ title: "List printers" });
});

test("five open sessions are the limit, and the list says so and lets one go", async () => {
  const fakeApi = new FakeApi();
  for (const n of [1, 2, 3, 4, 5]) {
    fakeApi.builder.add(makeScriptSession({ title: `Script ${n}`, messages: [makeMessage()] }));
  }
  const { user } = openApp("/scripts/builder");
  expect(await screen.findByText(/You have 5 open sessions, which is the limit/)).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Discard Script 3" }));
  expect(screen.getByRole("link", { name: /Script 3/ })).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Discard this draft" }));
  await waitFor(() => expect(screen.queryByRole("link", { name: /Script 3/ })).toBeNull());
  expect(screen.queryByText(/which is the limit/)).toBeNull();
});
