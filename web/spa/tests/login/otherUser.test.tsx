import { act, screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { page } from "~/lib/page";
import { openApp } from "../app";
import { FakeEventSource } from "../eventSource";
import { id, makeSession, makeStep, makeUser } from "../factories";
import { FakeApi } from "../fakeApi";

const lena = makeUser({ name: "Lena Voss" });
const reload = vi.fn();
const open = vi.fn();

beforeEach(() => {
  reload.mockReset();
  open.mockReset();
  vi.spyOn(page, "reload").mockImplementation(reload);
  vi.spyOn(page, "open").mockImplementation(open);
});

async function openChat() {
  const fakeApi = new FakeApi();
  const aiSession = fakeApi.add(makeSession(fakeApi.user), [
    makeStep({ content: "Sam's secret." }),
  ]);
  const app = openApp(`/pilot/${aiSession.id}`);
  const composer = await screen.findByRole("textbox", { name: "Message" });
  await screen.findByText("Sam's secret.");
  return { fakeApi, aiSession, composer, sam: fakeApi.user, ...app };
}

function expectReload(): void {
  expect(reload).toHaveBeenCalledOnce();
  expect(screen.queryByText("Sam's secret.")).not.toBeInTheDocument();
}

test("a stream of another user reloads the page", async () => {
  const { sam } = await openChat();
  FakeEventSource.current.emit("ready", { id: id(), user_id: sam.id });
  expect(reload).not.toHaveBeenCalled();
  FakeEventSource.current.emit("ready", { id: id(), user_id: lena.id });
  expectReload();
});

test("a tab that becomes visible refetches the user", async () => {
  const { fakeApi } = await openChat();
  fakeApi.user = lena;
  act(() => window.dispatchEvent(new Event("visibilitychange")));
  await waitFor(expectReload);
});

test("a sign-in in another tab is noticed at once", async () => {
  await openChat();
  localStorage.setItem("fp:login", lena.id);
  act(() => window.dispatchEvent(new StorageEvent("storage", { key: "fp:login" })));
  expectReload();
});

test("a sign-out in another tab shows the sign-in dialog", async () => {
  await openChat();
  act(() => window.dispatchEvent(new StorageEvent("storage", { key: "fp:login" })));
  expect(await screen.findByRole("dialog", { name: "You are signed out" })).toBeVisible();
});

test("a write refused for another user's token is never retried in that user's name", async () => {
  const { fakeApi, user, composer } = await openChat();
  fakeApi.user = lena;
  fakeApi.refuse("/messages", { status: 403, code: "csrf_failed" });
  await user.type(composer, "to Sam's customer{Enter}");
  await waitFor(expectReload);
  fakeApi.refuse("/messages", null);
  expect(fakeApi.writesTo("/messages")).toHaveLength(1);
  expect(fakeApi.writes.every((write) => write.csrf === "csrf-1")).toBe(true);
});

test("drafts belong to their user, and return with that user", async () => {
  const { fakeApi, aiSession, user, composer, unmount } = await openChat();
  await user.type(composer, "Sam's half a thought");
  unmount();
  const { forgetPageUser } = await import("~/api/pageUser");
  forgetPageUser();
  const sam = fakeApi.user;
  fakeApi.user = lena;
  const second = openApp(`/pilot/${aiSession.id}`);
  expect(await screen.findByRole("textbox", { name: "Message" })).toHaveValue("");
  second.unmount();
  forgetPageUser();
  fakeApi.user = sam;
  openApp(`/pilot/${aiSession.id}`);
  expect(await screen.findByRole("textbox", { name: "Message" })).toHaveValue(
    "Sam's half a thought",
  );
});

test("another user who signs in in the dialog gets a new page", async () => {
  const { fakeApi, user } = await openChat();
  act(() => window.dispatchEvent(new StorageEvent("storage", { key: "fp:login" })));
  await user.type(await screen.findByLabelText("Password"), "secret");
  fakeApi.user = lena;
  await user.keyboard("{Enter}");
  await waitFor(() => expect(open).toHaveBeenCalledWith("/pilot"));
});
