/** What the tabs that share a stream tell each other, and which topics and events concern a tab. */
import type { LiveEvent } from "./events";
import type { LiveState } from "./stream";

export type TabMessage =
  /** A tab to the leader: it shows these topics; it is gone. */
  | { kind: "want"; tab: string; topics: string[] }
  | { kind: "gone"; tab: string }
  /** The leader to one tab: it is there; `ready` if the stream has the tab's topics already. */
  | { kind: "answer"; tab: string; event: LiveEvent | null; topics: readonly string[] }
  /** The leader to all: an event, with the connection's topics; the connection's state. */
  | { kind: "event"; event: LiveEvent; topics: readonly string[] }
  | { kind: "state"; state: LiveState }
  /** A new leader asks for everybody's topics. The stream was refused: each tab checks its login and what it shows. */
  | { kind: "who" }
  | { kind: "check" };

/** What the server accepts on one connection. */
const MAX_TOPICS = 20;

/** The topics of all tabs. Beyond what one connection takes, this tab's own come first, then those of the tabs that asked last. */
export function joinTopics(own: readonly string[], others: readonly string[][]): string[] {
  const all = [...own, ...[...others].reverse().flat()];
  // In the order of the alphabet, so that the same topics are the same connection.
  return [...new Set(all)].slice(0, MAX_TOPICS).sort();
}

/** An event of a session that only another tab shows is not for this tab. Handoffs concern every tab. */
export function belongsTo(event: LiveEvent, topics: readonly string[]): boolean {
  const sessionId = "session_id" in event ? event.session_id : "";
  if (!sessionId || event.type.startsWith("handoff_")) return true;
  return topics.includes(`session:${sessionId}`) || topics.includes(`script:${sessionId}`);
}
