/**
 * Who has which topic open, from the stream. The stream reports changes only and replays none, so the people of what is on the screen are
 * read after each `ready` and `resync`. Nothing is read about an escalation that arrives while the stream is live.
 */
import { useEffect } from "react";
import { fetchPresence } from "~/api/presence";
import { createStore } from "~/lib/store";
import type { Events, LiveEvent } from "~/live/events";

export type Viewer = Events["presence_changed"]["people"][number];

/** The rows of a list appear together, and so do the parts of a screen. */
const GATHER_MS = 100;
/** Keeps the address of a call short. */
const MAX_TOPICS = 50;

export const people = createStore<ReadonlyMap<string, readonly Viewer[]>>(new Map());
/** The topics on the screen, each with the number of components that show it. */
const watched = new Map<string, number>();
/** The topics whose people were read, or reported by the stream, since it was last interrupted. */
const known = new Set<string>();
const changes = new Map<string, number>();
let timer: ReturnType<typeof setTimeout> | undefined;
const unread = new Set<string>();

export function applyPresence(event: LiveEvent): void {
  switch (event.type) {
    case "presence_changed":
      changes.set(event.topic, changesOf(event.topic) + 1);
      put([event]);
      break;
    case "handoff_created":
      known.add(topicOf(event.handoff_id));
      break;
    case "ready":
    case "resync":
      if (event.type === "resync" || !event.covered) forget();
      read([...watched.keys()]);
  }
}

export function topicOf(handoffId: string): string {
  return `handoff:${handoffId}`;
}

/** Nobody who was shown before the interruption is shown again until they are read. */
function forget(): void {
  known.clear();
  people.set((now) => new Map([...now].filter(([topic]) => watched.has(topic))));
}

function put(items: readonly { topic: string; people: readonly Viewer[] }[]): void {
  for (const { topic } of items) known.add(topic);
  people.set(
    (now) => new Map([...now, ...items.map((item) => [item.topic, item.people] as const)]),
  );
}

function changesOf(topic: string): number {
  return changes.get(topic) ?? 0;
}

function read(topics: readonly string[]): void {
  for (const topic of topics) unread.add(topic);
  if (unread.size === 0 || timer !== undefined) return;
  timer = setTimeout(() => void readNow(), GATHER_MS);
}

async function readNow(): Promise<void> {
  timer = undefined;
  const topics = [...unread].filter((topic) => watched.has(topic));
  unread.clear();
  for (let start = 0; start < topics.length; start += MAX_TOPICS) {
    await readPart(topics.slice(start, start + MAX_TOPICS));
  }
}

/** An event that arrives during the call is newer than its answer. Without an answer, the next interruption reads again. */
async function readPart(topics: readonly string[]): Promise<void> {
  const before = new Map(topics.map((topic) => [topic, changesOf(topic)]));
  try {
    const items = await fetchPresence(topics);
    put(items.filter(({ topic }) => changesOf(topic) === before.get(topic)));
  } catch {
    // Presence is an extra: nothing on the screen depends on it.
  }
}

/** Keeps the people of these topics current while the component is mounted. */
export function useWatchedTopics(topics: readonly string[]): void {
  const joined = topics.join(",");
  useEffect(() => {
    const all = joined.split(",").filter(Boolean);
    for (const topic of all) watched.set(topic, (watched.get(topic) ?? 0) + 1);
    read(all.filter((topic) => !known.has(topic)));
    return () => {
      for (const topic of all) unwatch(topic);
    };
  }, [joined]);
}

function unwatch(topic: string): void {
  const others = (watched.get(topic) ?? 0) - 1;
  if (others > 0) watched.set(topic, others);
  else watched.delete(topic);
}
