import { beforeEach, expect, test, vi } from "vitest";
import type { LiveEvent } from "~/live/events";
import { LiveStream } from "~/live/stream";
import { FakeEventSource } from "../eventSource";

const heard: LiveEvent[] = [];
const states: string[] = [];
let mayRetry = true;

function listenTo(...topics: string[]): LiveStream {
  const stream = new LiveStream({
    onEvent: (event) => heard.push(event),
    onState: (state) => states.push(state),
    onRefused: async () => mayRetry,
  });
  stream.listen(topics);
  return stream;
}

beforeEach(() => {
  heard.length = 0;
  states.length = 0;
  mayRetry = true;
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

test("a new topic opens its connection before the old one closes", () => {
  const stream = listenTo("notifications");
  const [first] = FakeEventSource.opened;
  first?.emit("ready");
  stream.listen(["notifications", "session:s1"]);
  const second = FakeEventSource.opened[1];
  expect(first?.readyState).toBe(FakeEventSource.OPEN);
  second?.emit("ready");
  expect(first?.readyState).toBe(FakeEventSource.CLOSED);
  expect(heard).toEqual([
    expect.objectContaining({ type: "ready", covered: false }),
    expect.objectContaining({ type: "ready", covered: true }),
  ]);
});

test("the same topics again open nothing", () => {
  const stream = listenTo("notifications");
  stream.listen(["notifications"]);
  expect(FakeEventSource.opened).toHaveLength(1);
});

test("an event that comes on both connections is heard once", () => {
  const stream = listenTo("escalations");
  FakeEventSource.current.emit("ready");
  const old = FakeEventSource.current;
  stream.listen(["escalations", "session:s1"]);
  old.emit("handoff_created", { id: "e1" });
  FakeEventSource.current.emit("handoff_created", { id: "e1" });
  expect(heard.filter((event) => event.type === "handoff_created")).toHaveLength(1);
});

test("events of a session's topic are given the session they came for", () => {
  listenTo("notifications", "session:s1");
  FakeEventSource.current.emit("step_created", { id: "e1", step_id: "st1" });
  expect(heard).toEqual([expect.objectContaining({ type: "step_created", session_id: "s1" })]);
});

test("data that is no JSON is passed over", () => {
  listenTo("notifications");
  const broken = new MessageEvent("step_created", { data: "{" });
  FakeEventSource.current.dispatchEvent(broken);
  expect(heard).toEqual([]);
});

test("a break that the browser heals is waited for", () => {
  listenTo("notifications");
  FakeEventSource.current.emit("ready");
  FakeEventSource.current.fail();
  expect(states).toEqual(["live", "reconnecting"]);
  FakeEventSource.current.emit("ready");
  expect(states.at(-1)).toBe("live");
  expect(FakeEventSource.opened).toHaveLength(1);
});

test("a refused stream is asked for again after a pause that grows", async () => {
  listenTo("notifications");
  FakeEventSource.opened[0]?.fail({ refused: true });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(FakeEventSource.opened).toHaveLength(2);
  FakeEventSource.opened[1]?.fail({ refused: true });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(FakeEventSource.opened).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(FakeEventSource.opened).toHaveLength(3);
});

test("a refusal that says no is final", async () => {
  mayRetry = false;
  listenTo("notifications");
  FakeEventSource.current.fail({ refused: true });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(FakeEventSource.opened).toHaveLength(1);
});

test("a topic that is refused leaves the old connection live, and is asked for again", async () => {
  const stream = listenTo("notifications");
  FakeEventSource.current.emit("ready");
  stream.listen(["notifications", "session:s1"]);
  FakeEventSource.opened[1]?.fail({ refused: true });
  expect(states).toEqual(["live"]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(FakeEventSource.opened[2]?.url).toContain("session:s1");
});
