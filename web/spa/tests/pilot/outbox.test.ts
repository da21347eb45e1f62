import { beforeEach, expect, test, vi } from "vitest";
import type { Pending } from "~/pilot/outbox";

const item: Pending = {
  key: "k1",
  isOpen: false,
  userId: "u1",
  sessionId: "s1",
  content: "New phone",
  state: "sending",
  reason: null,
  at: "2025-11-02T10:00:00Z",
  afterIndex: 0,
};

beforeEach(() => vi.resetModules());

test("a message that was being sent during a reload can be retried with its key", async () => {
  const before = await import("~/pilot/outbox");
  before.put(item);
  vi.resetModules();
  const after = await import("~/pilot/outbox");
  expect(after.outbox.get()).toEqual([
    { ...item, isOpen: true, state: "failed", reason: expect.stringContaining("Retry is safe") },
  ]);
});

test("closing the tab with an unsent message asks first", async () => {
  const { guardUnsent, put, take } = await import("~/pilot/outbox");
  const release = guardUnsent("u1");
  const isAsked = () => !window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
  put(item);
  expect(isAsked()).toBe(true);
  take(item.key);
  expect(isAsked()).toBe(false);
  release();
});

test("invalid stored messages are ignored", async () => {
  sessionStorage.setItem("fp:outbox", "{");
  const { outbox } = await import("~/pilot/outbox");
  expect(outbox.get()).toEqual([]);
});
