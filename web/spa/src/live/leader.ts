/** The part of a tab that leads: it holds the stream with the topics of all tabs, and passes everything on. */
import { serverNowText } from "~/lib/serverTime";
import type { LiveEvent, StreamReady } from "./events";
import { type LiveState, LiveStream } from "./stream";
import { joinTopics, type TabMessage } from "./tabMessages";

export interface LeaderCallbacks {
  /** To all tabs, this one included. */
  tell(message: TabMessage): void;
  /** To the other tabs. */
  post(message: TabMessage): void;
  onRefused(): Promise<boolean>;
  /** Calls back when that tab is gone. */
  awaitEnd(tab: string, onEnd: () => void): void;
}

/** The other tabs answer a new leader within this time, so that its first connection has the topics of all. */
const GATHER_MS = 100;

export class Leader {
  private readonly stream: LiveStream;
  /** The topics of the other tabs; the tab that asked last is at the end. */
  private readonly others = new Map<string, string[]>();
  private ready: StreamReady | null = null;
  private state: LiveState = "connecting";
  private isOpen = false;
  private readonly timer: ReturnType<typeof setTimeout>;

  constructor(
    private own: string[],
    private readonly callbacks: LeaderCallbacks,
  ) {
    this.stream = new LiveStream({
      onEvent: (event) => this.passOn(event),
      onState: (state) => {
        this.state = state;
        callbacks.tell({ kind: "state", state });
      },
      onRefused: () => {
        callbacks.post({ kind: "check" });
        return callbacks.onRefused();
      },
    });
    callbacks.post({ kind: "who" });
    this.timer = setTimeout(() => {
      this.isOpen = true;
      this.connect();
    }, GATHER_MS);
  }

  listen(own: string[]): void {
    this.own = own;
    this.connect();
  }

  end(): void {
    clearTimeout(this.timer);
    this.isOpen = false;
    this.stream.close();
  }

  hear(message: TabMessage): void {
    if (message.kind === "gone") this.forget(message.tab);
    if (message.kind === "want") this.serve(message.tab, message.topics);
  }

  private serve(tab: string, topics: string[]): void {
    // A tab that hears nothing asks, and the timers of this one may be late.
    this.stream.checkSilence();
    if (!this.others.has(tab)) this.callbacks.awaitEnd(tab, () => this.forget(tab));
    this.others.delete(tab);
    this.others.set(tab, topics);
    this.callbacks.post({
      kind: "answer",
      tab,
      event: this.state === "live" ? this.readyNow() : null,
      topics: this.stream.connected,
    });
    this.connect();
  }

  /** For a tab that begins to listen while the connection stands: nothing is missed from now on. */
  private readyNow(): LiveEvent | null {
    return this.ready && { ...this.ready, server_time: serverNowText(), covered: true };
  }

  private forget(tab: string): void {
    if (this.others.delete(tab)) this.connect();
  }

  /** Opens a connection with the topics of all tabs, unless the current one has exactly these. */
  private connect(): void {
    if (this.isOpen) this.stream.listen(joinTopics(this.own, [...this.others.values()]));
  }

  private passOn(event: LiveEvent): void {
    if (event.type === "ready") this.ready = event;
    this.callbacks.tell({ kind: "event", event, topics: this.stream.connected });
  }
}
