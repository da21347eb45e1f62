/**
 * One EventSource for the whole app.
 *
 * It subscribes to the topics of what is on the screen. When they change, the new connection opens before the old one closes, so that no
 * event is lost. A broken connection reconnects by itself with `Last-Event-ID`. A refused one (401, 402, 429) only shows as CLOSED, without
 * a status; `onRefused` then finds the reason and says whether to retry. A connection that receives nothing any more is replaced.
 */
import { EVENT_TYPES, isConnectionEvent, type LiveEvent, parseEvent } from "./events";
import { SilenceWatch } from "./silenceWatch";

export type LiveState = "connecting" | "live" | "reconnecting";

export interface StreamCallbacks {
  onEvent(event: LiveEvent): void;
  onState(state: LiveState): void;
  /** Resolves to whether the stream may be requested again. */
  onRefused(): Promise<boolean>;
}

interface Connection {
  source: EventSource;
  topics: string;
  silence: SilenceWatch;
}

const FIRST_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 30_000;
/** While one connection replaces another, an event may arrive on both. */
const REMEMBERED_IDS = 200;

export class LiveStream {
  private current: Connection | null = null;
  private next: Connection | null = null;
  /** The wanted topics; `current` may still have others. */
  private topics = "";
  private pause = FIRST_PAUSE_MS;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly seenIds = new Set<string>();

  constructor(private readonly callbacks: StreamCallbacks) {}

  /** Subscribes to these topics; calling it again with the same topics changes nothing. */
  listen(topics: string[]): void {
    const wanted = topics.join(",");
    if (wanted === this.topics && (this.current || this.next)) return;
    this.topics = wanted;
    this.open();
  }

  /** The topics of the connection that receives. */
  get connected(): readonly string[] {
    return this.current?.topics.split(",") ?? [];
  }

  /** Replaces a connection that has been silent for too long, without waiting for its timer. */
  checkSilence(): void {
    this.current?.silence.check();
    this.next?.silence.check();
  }

  close(): void {
    clearTimeout(this.timer);
    end(this.current);
    end(this.next);
    this.current = null;
    this.next = null;
    this.topics = "";
  }

  private open(): void {
    clearTimeout(this.timer);
    end(this.next);
    const connection = this.connect(this.topics);
    const { source, topics, silence } = connection;
    const sessionId = sessionOf(topics);
    for (const type of EVENT_TYPES) {
      source.addEventListener(type, (message) => {
        silence.noteActivity();
        this.receive(connection, parseEvent(type, message.data, sessionId));
      });
    }
    source.onerror = () => this.handleBreak(connection);
    this.next = connection;
  }

  private connect(topics: string): Connection {
    const source = new EventSource(`/api/v1/stream?topics=${topics}`);
    const connection: Connection = {
      source,
      topics,
      silence: new SilenceWatch(() => this.replaceSilent(connection)),
    };
    return connection;
  }

  private receive(connection: Connection, event: LiveEvent | null): void {
    if (!event || this.isRepeated(event)) return;
    if (event.type === "ready") event.covered = this.settle(connection);
    if (event.type === "bye") this.callbacks.onState("reconnecting");
    this.callbacks.onEvent(event);
  }

  /** Returns whether another connection was receiving until this one was ready. */
  private settle(connection: Connection): boolean {
    const isCovered = connection === this.next && isReceiving(this.current);
    if (connection === this.next) {
      end(this.current);
      this.current = connection;
      this.next = null;
    }
    this.pause = FIRST_PAUSE_MS;
    this.callbacks.onState("live");
    return isCovered;
  }

  private isRepeated({ id, type }: LiveEvent): boolean {
    if (!id || isConnectionEvent(type)) return false;
    if (this.seenIds.has(id)) return true;
    this.seenIds.add(id);
    if (this.seenIds.size > REMEMBERED_IDS) this.seenIds.delete(oldestOf(this.seenIds));
    return false;
  }

  private handleBreak(connection: Connection): void {
    if (connection !== this.current && connection !== this.next) return;
    const isCovered = connection === this.next && this.current !== null;
    if (!isCovered) this.callbacks.onState("reconnecting");
    // The browser reconnects by itself, and each of its attempts gets the full time before it counts as silent.
    if (connection.source.readyState === EventSource.CLOSED) void this.retryLater(connection);
    else connection.silence.noteActivity();
  }

  private async retryLater(connection: Connection): Promise<void> {
    this.drop(connection);
    const mayRetry = await this.callbacks.onRefused();
    const isSettled = this.current !== null && this.current.topics === this.topics;
    if (!mayRetry || this.next || isSettled) return;
    this.timer = setTimeout(() => this.open(), this.pause);
    this.pause = Math.min(this.pause * 2, MAX_PAUSE_MS);
  }

  /** The new connection's `ready` finds no other connection that was receiving, so everything is refetched. */
  private replaceSilent(connection: Connection): void {
    this.drop(connection);
    if (!this.current) this.callbacks.onState("reconnecting");
    if (!this.next) this.open();
  }

  private drop(connection: Connection): void {
    end(connection);
    if (connection === this.current) this.current = null;
    if (connection === this.next) this.next = null;
  }
}

function isReceiving(connection: Connection | null): boolean {
  return connection?.source.readyState === EventSource.OPEN && !connection.silence.isLate;
}

function end(connection: Connection | null): void {
  connection?.source.close();
  connection?.silence.end();
}

/** A Set iterates in insertion order. */
function oldestOf(ids: Set<string>): string {
  return ids.values().next().value ?? "";
}

/** The session of the topics, if there is exactly one. */
function sessionOf(topics: string): string {
  const [only, ...others] = topics.matchAll(/session:([^,]+)/g);
  return (others.length === 0 && only?.[1]) || "";
}
