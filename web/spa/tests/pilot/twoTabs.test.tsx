import { act, screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { openApp } from "../app";
import { FakeApi } from "../fakeApi";

/** Writes to storage as another tab would, with the event that this tab receives. */
function otherTabWrites(key: string, value: string): void {
  const oldValue = localStorage.getItem(key);
  if (value) localStorage.setItem(key, value);
  else localStorage.removeItem(key);
  const event = { key, oldValue, newValue: value || null, storageArea: localStorage };
  act(() => window.dispatchEvent(new StorageEvent("storage", event)));
}

async function openEmptyChat() {
  const fakeApi = new FakeApi();
  const app = openApp("/pilot");
  const composer = await screen.findByRole("textbox", { name: "Problem" });
  return { fakeApi, composer, draftKey: `fp:${fakeApi.user.id}:draft:new`, ...app };
}

beforeEach(() => vi.restoreAllMocks());

test("text typed in another tab appears in this one", async () => {
  const { composer, draftKey } = await openEmptyChat();
  const draft = { text: "Outlook prompts", sendWith: { key: "k1", isOpen: false } };
  otherTabWrites(draftKey, JSON.stringify(draft));
  // The field may be painted before its effect has subscribed to the draft.
  await waitFor(() => expect(composer).toHaveValue("Outlook prompts"));
});

test("a draft sent by another tab disappears here, and Enter opens no second session", async () => {
  const { fakeApi, composer, draftKey, user } = await openEmptyChat();
  await user.type(composer, "Outlook prompts");
  otherTabWrites(draftKey, "");
  expect(composer).toHaveValue("");
  await user.type(composer, "{Enter}");
  expect(fakeApi.writes).toHaveLength(0);
});

test("two tabs that send the same draft at once open one session", async () => {
  const { fakeApi, composer, draftKey, user } = await openEmptyChat();
  await user.type(composer, "Outlook prompts");
  const { sendWith } = JSON.parse(localStorage.getItem(draftKey) ?? "{}");
  // The other tab's call, made before this tab receives the event.
  await fetch("/api/v1/ai-sessions", {
    method: "POST",
    body: JSON.stringify({ problem: "Outlook prompts" }),
    headers: { "Idempotency-Key": sendWith.key },
  });
  await user.type(composer, "{Enter}");
  await waitFor(() => expect(fakeApi.writesTo("/ai-sessions")).toHaveLength(2));
  await screen.findByRole("textbox", { name: "Message" });
  expect(fakeApi.sessions).toHaveLength(1);
});

test("sending keeps what another tab has typed since", async () => {
  const { composer, draftKey, user, fakeApi } = await openEmptyChat();
  await user.type(composer, "Outlook prompts");
  await user.type(composer, "{Enter}");
  await waitFor(() => expect(fakeApi.writesTo("/ai-sessions")).toHaveLength(1));
  const draft = { text: "another problem", sendWith: { key: "k2", isOpen: false } };
  otherTabWrites(draftKey, JSON.stringify(draft));
  await screen.findByRole("textbox", { name: "Message" });
  expect(localStorage.getItem(draftKey)).toContain("another problem");
});

test("a draft from an earlier release, stored as plain text, is read", async () => {
  const fakeApi = new FakeApi();
  localStorage.setItem(`fp:${fakeApi.user.id}:draft:new`, "Outlook prompts");
  openApp("/pilot");
  expect(await screen.findByRole("textbox", { name: "Problem" })).toHaveValue("Outlook prompts");
});
