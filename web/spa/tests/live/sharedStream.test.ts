import { BroadcastChannel } from "node:worker_threads";
import { beforeEach, expect, test, vi } from "vitest";
import type { LiveEvent } from "~/live/events";
import { SharedStream } from "~/live/sharedStream";
import { belongsTo, joinTopics } from "~/live/tabMessages";
import { FakeEventSource } from "../eventSource";

/** Web Locks, which jsdom lacks: one holder per name, the others wait in order; `steal` takes it. */
class FakeLocks {
  private readonly holders = new Map<string, { drop: (error: Error) => void }>();
  private readonly queues = new Map<string, (() => void)[]>();

  request(name: string, options: LockOptions, act: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const begin = () => {
        if (options.signal?.aborted) return reject(new DOMException("left", "AbortError"));
        const holder = { drop: reject };
        this.holders.set(name, holder);
        void act().then(() => {
          resolve();
          if (this.holders.get(name) === holder) this.pass(name);
        });
      };
      if (options.steal) {
        this.holders.get(name)?.drop(new DOMException("taken", "AbortError"));
        begin();
      } else if (this.holders.has(name)) {
        this.queues.set(name, [...(this.queues.get(name) ?? []), begin]);
      } else begin();
    });
  }

  private pass(name: string): void {
    this.holders.delete(name);
    const [next, ...others] = this.queues.get(name) ?? [];
    this.queues.set(name, others);
    next?.();
  }
}

interface Tab {
  stream: SharedStream;
  events: LiveEvent[];
  states: string[];
}

const tabs: Tab[] = [];

function openTab(...topics: string[]): Tab {
  const tab: Tab = {
    events: [],
    states: [],
    stream: new SharedStream(
      {
        onEvent: (event) => tab.events.push(event),
        onState: (state) => tab.states.push(state),
        onRefused: async () => true,
      },
      "shared",
    ),
  };
  tab.stream.listen(topics);
  tabs.push(tab);
  return tab;
}

const isOpen = (source: FakeEventSource) => source.readyState !== FakeEventSource.CLOSED;
const connections = () => FakeEventSource.opened.filter(isOpen);
const becomeReady = async (topics: string) => {
  await vi.waitFor(() => expect(FakeEventSource.current.url).toContain(`topics=${topics}`));
  FakeEventSource.current.emit("ready", { user_id: "u1" });
};
const typesOf = (tab: Tab) => tab.events.map(({ type }) => type);

beforeEach(() => {
  vi.stubGlobal("BroadcastChannel", BroadcastChannel);
  Object.defineProperty(navigator, "locks", { value: new FakeLocks(), configurable: true });
  return () => {
    for (const { stream } of tabs.splice(0)) stream.close();
    Reflect.deleteProperty(navigator, "locks");
  };
});

test("two tabs share a connection with the topics of both, and each gets only its own session's events", async () => {
  const first = openTab("escalations", "session:s1");
  await becomeReady("escalations,session:s1");
  const second = openTab("escalations", "session:s2");
  await becomeReady("escalations,session:s1,session:s2");
  expect(connections()).toHaveLength(1);
  await vi.waitFor(() => expect(second.states).toEqual(["live"]));
  FakeEventSource.current.emit("step_created", { id: "e1", session_id: "s1", step_id: "a" });
  FakeEventSource.current.emit("step_created", { id: "e2", session_id: "s2", step_id: "b" });
  FakeEventSource.current.emit("handoff_created", { id: "e3", session_id: "s3" });
  // The first tab's own topics did not change, so it reads nothing again for the second one.
  expect(typesOf(first)).toEqual(["ready", "step_created", "handoff_created"]);
  await vi.waitFor(() =>
    expect(typesOf(second)).toEqual(["ready", "step_created", "handoff_created"]),
  );
  expect(second.events[0]).toMatchObject({ covered: false });
});

test("a tab that opens a session which another tab shows reads it again, without a new connection", async () => {
  openTab("escalations", "session:s1");
  const second = openTab("escalations");
  await becomeReady("escalations,session:s1");
  await vi.waitFor(() => expect(typesOf(second)).toEqual(["ready"]));
  second.stream.listen(["escalations", "session:s1"]);
  await vi.waitFor(() => expect(typesOf(second)).toEqual(["ready", "ready"]));
  expect(second.events[1]).toMatchObject({ covered: true });
  expect(FakeEventSource.opened).toHaveLength(1);
});

test("when the leading tab closes, another leads and reads everything again", async () => {
  const first = openTab("escalations");
  const second = openTab("escalations");
  await becomeReady("escalations");
  await vi.waitFor(() => expect(typesOf(second)).toEqual(["ready"]));
  const [old] = connections();
  first.stream.close();
  await vi.waitFor(() => expect(connections()).not.toEqual([]));
  expect(connections()).not.toContain(old);
  FakeEventSource.current.emit("ready", { user_id: "u1" });
  expect(second.events).toMatchObject([{ type: "ready" }, { type: "ready", covered: false }]);
});

test("a break of the connection shows in every tab", async () => {
  const first = openTab("escalations");
  const second = openTab("escalations");
  await becomeReady("escalations");
  await vi.waitFor(() => expect(second.states).toEqual(["live"]));
  FakeEventSource.current.fail();
  await vi.waitFor(() => expect(second.states).toEqual(["live", "reconnecting"]));
  FakeEventSource.current.emit("ready", { user_id: "u1" });
  await vi.waitFor(() => expect(second.states.at(-1)).toBe("live"));
  expect(first.events.at(-1)).toMatchObject({ type: "ready", covered: false });
});

test("beyond what a connection takes, a tab's own topics come first, then those asked for last", () => {
  const others = Array.from({ length: 30 }, (_, number) => [`session:${number}`]);
  const joined = joinTopics(["escalations", "session:mine"], others);
  expect(joined).toHaveLength(20);
  expect(joined).toContain("session:mine");
  expect(joined).toContain("session:29");
  expect(joined).not.toContain("session:0");
});

test("presence and notifications are for every tab", () => {
  const event = { id: "e", type: "presence_changed", topic: "session:s2", people: [] };
  expect(belongsTo(event as unknown as LiveEvent, ["session:s1"])).toBe(true);
});
