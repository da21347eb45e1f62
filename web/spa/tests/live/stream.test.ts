import { beforeEach, expect, test, vi } from "vitest";
import type { LiveEvent } from "~/live/events";
import { LiveStream } from "~/live/stream";
import { FakeEventSource } from "../eventSource";

const received: LiveEvent[] = [];
const states: string[] = [];
let mayRetry = true;

function listenTo(...topics: string[]): LiveStream {
  const stream = new LiveStream({
    onEvent: (event) => received.push(event),
    onState: (state) => states.push(state),
    onRefused: async () => mayRetry,
  });
  stream.listen(topics);
  return stream;
}

beforeEach(() => {
  received.length = 0;
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
  expect(received).toEqual([
    expect.objectContaining({ type: "ready", covered: false }),
    expect.objectContaining({ type: "ready", covered: true }),
  ]);
});

test("the same topics open no new connection", () => {
  const stream = listenTo("notifications");
  stream.listen(["notifications"]);
  expect(FakeEventSource.opened).toHaveLength(1);
});

test("an event that arrives on both connections is delivered once", () => {
  const stream = listenTo("escalations");
  FakeEventSource.current.emit("ready");
  const old = FakeEventSource.current;
  stream.listen(["escalations", "session:s1"]);
  old.emit("handoff_created", { id: "e1" });
  FakeEventSource.current.emit("handoff_created", { id: "e1" });
  expect(received.filter((event) => event.type === "handoff_created")).toHaveLength(1);
});

test("an event of a session's topic gets that session's id", () => {
  listenTo("notifications", "session:s1");
  FakeEventSource.current.emit("step_created", { id: "e1", step_id: "st1" });
  expect(received).toEqual([expect.objectContaining({ type: "step_created", session_id: "s1" })]);
});

test("data that is not JSON is ignored", () => {
  listenTo("notifications");
  const broken = new MessageEvent("step_created", { data: "{" });
  FakeEventSource.current.dispatchEvent(broken);
  expect(received).toEqual([]);
});

test("a break that the browser repairs is left to the browser", () => {
  listenTo("notifications");
  FakeEventSource.current.emit("ready");
  FakeEventSource.current.fail();
  expect(states).toEqual(["live", "reconnecting"]);
  FakeEventSource.current.emit("ready");
  expect(states.at(-1)).toBe("live");
  expect(FakeEventSource.opened).toHaveLength(1);
});

test("a refused stream is requested again after growing pauses", async () => {
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

test("a final refusal is not retried", async () => {
  mayRetry = false;
  listenTo("notifications");
  FakeEventSource.current.fail({ refused: true });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(FakeEventSource.opened).toHaveLength(1);
});

test("a refused topic leaves the old connection live, and is requested again", async () => {
  const stream = listenTo("notifications");
  FakeEventSource.current.emit("ready");
  stream.listen(["notifications", "session:s1"]);
  FakeEventSource.opened[1]?.fail({ refused: true });
  expect(states).toEqual(["live"]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(FakeEventSource.opened[2]?.url).toContain("session:s1");
});

test("a connection silent for 40 s is replaced, and its gap does not count as covered", async () => {
  listenTo("notifications");
  const silent = FakeEventSource.current;
  silent.emit("ready");
  await vi.advanceTimersByTimeAsync(39_000);
  expect(FakeEventSource.opened).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(silent.readyState).toBe(FakeEventSource.CLOSED);
  expect(states.at(-1)).toBe("reconnecting");
  FakeEventSource.opened[1]?.emit("ready");
  expect(states.at(-1)).toBe("live");
  expect(received.at(-1)).toEqual(expect.objectContaining({ type: "ready", covered: false }));
});

test("pings keep a quiet connection", async () => {
  listenTo("notifications");
  FakeEventSource.current.emit("ready");
  for (let n = 0; n < 8; n++) {
    await vi.advanceTimersByTimeAsync(25_000);
    FakeEventSource.current.emit("ping", { id: "p", server_time: "2025-11-02T10:00:00Z" });
  }
  expect(FakeEventSource.opened).toHaveLength(1);
});

test("a connection that never becomes ready is replaced too, repeatedly", async () => {
  listenTo("notifications");
  await vi.advanceTimersByTimeAsync(81_000);
  expect(FakeEventSource.opened).toHaveLength(3);
});

test("a connection with an overdue ping does not cover the next one", async () => {
  const stream = listenTo("notifications");
  FakeEventSource.current.emit("ready");
  await vi.advanceTimersByTimeAsync(31_000);
  stream.listen(["notifications", "session:s1"]);
  FakeEventSource.opened[1]?.emit("ready");
  expect(received.at(-1)).toEqual(expect.objectContaining({ type: "ready", covered: false }));
});

test("a closed stream stays closed", async () => {
  const stream = listenTo("notifications");
  FakeEventSource.current.emit("ready");
  stream.close();
  await vi.advanceTimersByTimeAsync(200_000);
  expect(FakeEventSource.opened).toHaveLength(1);
});
