/**
 * One EventSource for the whole app.
 *
 * It carries the topics of what is on the screen; when they change, the new connection opens before the old one closes, so that nothing
 * falls between the two. A broken connection comes back by itself with `Last-Event-ID`; a refused one (401, 402, 429) only shows as
 * CLOSED without a status: then `onRefused` finds out why, and says whether to try again.
 */
import { EVENT_TYPES, type LiveEvent, parseEvent } from "./events";

export type LiveState = "connecting" | "live" | "reconnecting";

export interface StreamCallbacks {
  onEvent(event: LiveEvent): void;
  onState(state: LiveState): void;
  /** Resolves to whether the stream may be asked for again. */
  onRefused(): Promise<boolean>;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** An event may arrive on both connections while one replaces the other. */
const REMEMBERED_IDS = 200;

export class LiveStream {
  private current: EventSource | null = null;
  private next: EventSource | null = null;
  /** What is wanted, and what `current` carries. */
  private topics = "";
  private currentTopics = "";
  private pause = FIRST_PAUSE_MS;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly heard = new Set<string>();

  constructor(private readonly callbacks: StreamCallbacks) {}

  /** Listens to these topics from now on; the same ones again change nothing. */
  listen(topics: string[]): void {
    const wanted = topics.join(",");
    if (wanted === this.topics && (this.current || this.next)) return;
    this.topics = wanted;
    this.open();
  }

  close(): void {
    clearTimeout(this.timer);
    this.current?.close();
    this.next?.close();
    this.current = null;
    this.next = null;
    this.topics = "";
  }

  private open(): void {
    clearTimeout(this.timer);
    this.next?.close();
    const topics = this.topics;
    const source = new EventSource(`/api/v1/stream?topics=${topics}`);
    const sessionId = sessionOf(topics);
    this.next = source;
    for (const type of EVENT_TYPES) {
      source.addEventListener(type, (message) =>
        this.hear(source, parseEvent(type, message.data, sessionId)),
      );
    }
    source.onerror = () => this.handleBreak(source);
  }

  private hear(source: EventSource, event: LiveEvent | null): void {
    if (!event || this.isRepeated(event)) return;
    if (event.type === "ready") event.covered = this.settle(source);
    if (event.type === "bye") this.callbacks.onState("reconnecting");
    this.callbacks.onEvent(event);
  }

  /** Returns whether another connection listened until this one stood. */
  private settle(source: EventSource): boolean {
    const isCovered = source === this.next && this.current?.readyState === EventSource.OPEN;
    if (source === this.next) {
      this.current?.close();
      this.current = source;
      this.currentTopics = this.topics;
      this.next = null;
    }
    this.pause = FIRST_PAUSE_MS;
    this.callbacks.onState("live");
    return isCovered;
  }

  private isRepeated({ id, type }: LiveEvent): boolean {
    if (!id || type === "ready" || type === "resync" || type === "bye") return false;
    if (this.heard.has(id)) return true;
    this.heard.add(id);
    if (this.heard.size > REMEMBERED_IDS) this.heard.delete(oldestOf(this.heard));
    return false;
  }

  private handleBreak(source: EventSource): void {
    if (source !== this.current && source !== this.next) return;
    const isCovered = source === this.next && this.current !== null;
    if (!isCovered) this.callbacks.onState("reconnecting");
    if (source.readyState === EventSource.CLOSED) void this.retryLater(source);
  }

  private async retryLater(source: EventSource): Promise<void> {
    if (source === this.current) this.current = null;
    if (source === this.next) this.next = null;
    const mayRetry = await this.callbacks.onRefused();
    const isSettled = this.current !== null && this.currentTopics === this.topics;
    if (!mayRetry || this.next || isSettled) return;
    this.timer = setTimeout(() => this.open(), this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
  }
}

/** Sets keep the order of insertion. */
function oldestOf(ids: Set<string>): string {
  return ids.values().next().value ?? "";
}

function sessionOf(topics: string): string {
  return topics.match(/session:([^,]+)/)?.[1] ?? "";
}
