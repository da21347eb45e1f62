/**
 * One stream for all tabs of a user, because a browser allows six connections per host over all its tabs.
 *
 * The tab that holds a Web Lock leads (`leader.ts`): it has the only connection, and passes every event on over a BroadcastChannel. When
 * it closes, the lock goes to another tab, whose new connection makes every tab read again. A browser may freeze a hidden leader; a
 * visible tab that gets no answer from it takes the lock.
 */
import { newKey } from "~/lib/ids";
import type { LiveEvent, StreamReady } from "./events";
import { Leader } from "./leader";
import { SilenceWatch } from "./silenceWatch";
import type { StreamCallbacks } from "./stream";
import { hold, whenFree } from "./tabLock";
import { belongsTo, type TabMessage } from "./tabMessages";

/** A leader that does not answer within this time is frozen. */
const ANSWER_MS = 3_000;

/** What a tab has from its first `listen` to its `close`. */
interface Membership {
  channel: BroadcastChannel;
  /** Aborted when the tab leaves. */
  leaving: AbortController;
  /** The tab holds the lock that shows the leader that it is there. */
  isHeld: boolean;
}

export class SharedStream {
  private readonly tab = newKey();
  private topics: string[] = [];
  /** Those of this tab's topics that it was told are received. */
  private covered: readonly string[] = [];
  private isLive = false;
  private member: Membership | null = null;
  private leader: Leader | null = null;
  private silence: SilenceWatch | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `name` is the same in all tabs that share. */
  constructor(
    private readonly callbacks: StreamCallbacks,
    private readonly name: string,
  ) {}

  /** Subscribes to these topics; calling it again with the same topics changes nothing. */
  listen(topics: string[]): void {
    if (this.member && topics.join() === this.topics.join()) return;
    this.topics = topics;
    if (!this.member) this.join();
    if (this.leader) this.leader.listen(topics);
    else this.ask();
  }

  /** Leaves the stream to the other tabs until the next `listen`. */
  close(): void {
    this.post({ kind: "gone", tab: this.tab });
    this.member?.leaving.abort();
    this.member?.channel.close();
    this.member = null;
    this.leader?.end();
    this.leader = null;
    this.endWatch();
    clearTimeout(this.timer);
    this.covered = [];
    this.isLive = false;
  }

  private join(): void {
    const leaving = new AbortController();
    const { signal } = leaving;
    const channel = new BroadcastChannel(this.name);
    channel.onmessage = ({ data }: MessageEvent<TabMessage>) => this.hear(data);
    const member = { channel, leaving, isHeld: false };
    this.member = member;
    document.addEventListener("visibilitychange", () => this.look(), { signal });
    // The leader learns from this lock that the tab is gone.
    void hold(this.lockOf(this.tab), { signal }, signal, () => {
      member.isHeld = true;
      if (!this.leader) this.ask();
    });
    this.request({ signal });
    this.watch();
  }

  private lockOf(tab: string): string {
    return `${this.name}-${tab}`;
  }

  /** Leads as soon as the lock is granted, until the tab leaves or another tab takes the lock. */
  private request(options: LockOptions): void {
    const { member } = this;
    if (!member) return;
    const { signal } = member.leaving;
    const begin = () => {
      if (this.member === member) this.lead(signal);
    };
    void hold(`${this.name}-leader`, options, signal, begin).then((isTaken) => {
      if (!isTaken || this.member !== member) return;
      this.follow();
      // A tab that took the lock still has its first request, which waits.
      if (!options.steal) this.request(options);
    });
  }

  private lead(signal: AbortSignal): void {
    this.endWatch();
    clearTimeout(this.timer);
    this.leader = new Leader(this.topics, {
      tell: (message) => {
        this.post(message);
        this.take(message);
      },
      post: (message) => this.post(message),
      onRefused: this.callbacks.onRefused,
      awaitEnd: (tab, onEnd) => whenFree(this.lockOf(tab), signal, onEnd),
    });
  }

  private follow(): void {
    this.leader?.end();
    this.leader = null;
    this.watch();
    this.ask();
  }

  /** Tells the leader this tab's topics; one that does not answer is frozen. */
  private ask(): void {
    if (!this.member?.isHeld) return;
    this.post({ kind: "want", tab: this.tab, topics: this.topics });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.takeOver(), ANSWER_MS);
  }

  private takeOver(): void {
    // A hidden tab's timers are late, so its impatience says nothing about the leader.
    if (!this.leader && document.visibilityState === "visible") this.request({ steal: true });
  }

  private look(): void {
    if (!this.leader && document.visibilityState === "visible") this.ask();
  }

  private watch(): void {
    this.endWatch();
    this.silence = new SilenceWatch(() => {
      this.ask();
      this.watch();
    });
  }

  private endWatch(): void {
    this.silence?.end();
    this.silence = null;
  }

  private post(message: TabMessage): void {
    this.member?.channel.postMessage(message);
  }

  private hear(message: TabMessage): void {
    if (this.leader) this.leader.hear(message);
    else {
      this.silence?.noteActivity();
      this.take(message);
    }
  }

  private take(message: TabMessage): void {
    switch (message.kind) {
      case "who":
        this.ask();
        break;
      case "check":
        void this.callbacks.onRefused();
        break;
      case "answer":
        if (message.tab !== this.tab) break;
        clearTimeout(this.timer);
        if (message.event) this.takeEvent(message.event, message.topics);
        break;
      case "event":
        this.takeEvent(message.event, message.topics);
        break;
      case "state":
        // A tab is live when its own topics are received, see `takeReady`.
        if (message.state !== "live") this.callbacks.onState(message.state);
        else if (this.isLive) this.callbacks.onState("live");
    }
  }

  private takeEvent(event: LiveEvent, topics: readonly string[]): void {
    if (event.type === "ready") this.takeReady(event, topics);
    else if (belongsTo(event, this.topics)) this.callbacks.onEvent(event);
  }

  /** A connection that only adds topics of other tabs changes nothing for this one. */
  private takeReady(event: StreamReady, topics: readonly string[]): void {
    const before = this.covered;
    this.covered = this.topics.filter((topic) => topics.includes(topic));
    if (!event.covered) this.isLive = false;
    // The leader's next connection has the missing ones.
    if (this.covered.length < this.topics.length) return;
    const wasLive = this.isLive;
    this.isLive = true;
    this.callbacks.onState("live");
    const isUnchanged = this.topics.every((topic) => before.includes(topic));
    if (!wasLive || !isUnchanged) this.callbacks.onEvent({ ...event, covered: wasLive });
  }
}
