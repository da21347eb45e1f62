import { act, screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { clockOffset } from "~/lib/serverTime";
import { openApp } from "../app";
import { FakeEventSource } from "../eventSource";
import { id, makeQueueItem, makeSession, makeStep, makeUser, personOf } from "../factories";
import { FakeApi } from "../fakeApi";
import { server } from "../server";

const SERVER_NOW = Date.parse("2025-11-02T10:30:00Z");
const minutesBefore = (minutes: number) => new Date(SERVER_NOW - minutes * 60_000).toISOString();

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(() => {
  vi.useRealTimers();
  clockOffset.set(0);
});

/** Sets the browser's clock off by this many minutes. */
function browserOff(minutes: number): void {
  vi.setSystemTime(SERVER_NOW + minutes * 60_000);
}

test.each([15, -15, 0])(
  "a queue age counts from the stream's time, the browser being %i min off",
  async (off) => {
    browserOff(off);
    const fakeApi = new FakeApi();
    fakeApi.queue = [makeQueueItem(personOf(makeUser()), { escalated_at: minutesBefore(4) })];
    openApp("/escalations");
    await screen.findAllByText(/Backup job failed/);
    FakeEventSource.current.emit("ready", { server_time: minutesBefore(0) });
    const [age] = await screen.findAllByText("4 min");
    expect(age).toBeVisible();
  },
);

test.each([15, -15])(
  "the Date header of an answer is enough, the browser being %i min off",
  async (off) => {
    browserOff(off);
    const fakeApi = new FakeApi();
    fakeApi.queue = [makeQueueItem(personOf(makeUser()), { escalated_at: minutesBefore(4) })];
    server.use(
      http.get("*/api/v1/ai-sessions/escalations/count", () =>
        HttpResponse.json({ count: 1 }, { headers: { Date: new Date(SERVER_NOW).toUTCString() } }),
      ),
    );
    openApp("/escalations");
    const [age] = await screen.findAllByText("4 min");
    expect(age).toBeVisible();
  },
);

test.each([15, -15])(
  "a running reply shows its seconds and Stop, the browser being %i min off",
  async (off) => {
    browserOff(off);
    const fakeApi = new FakeApi();
    const reply = { id: id(), status: "running" as const };
    const asked = new Date(SERVER_NOW - 7_000).toISOString();
    const question = makeStep({
      author: personOf(fakeApi.user),
      content: "Why?",
      created_at: asked,
    });
    const aiSession = fakeApi.add(makeSession(fakeApi.user, { reply }), [question]);
    openApp(`/pilot/${aiSession.id}`);
    await screen.findByText("Why?");
    FakeEventSource.current.emit("ping", { server_time: minutesBefore(0) });
    expect(await screen.findByText("7 s", { exact: false })).toBeVisible();
    expect(screen.getByRole("button", { name: /Stop/ })).toBeVisible();
  },
);

test("a difference within the header's precision changes nothing", async () => {
  browserOff(0);
  const { learnFromDateHeader } = await import("~/lib/serverTime");
  act(() => learnFromDateHeader(new Date(SERVER_NOW - 1_000).toUTCString()));
  act(() => learnFromDateHeader(null));
  act(() => learnFromDateHeader("no date"));
  expect(clockOffset.get()).toBe(0);
});
