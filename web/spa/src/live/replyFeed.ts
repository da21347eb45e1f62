/**
 * Collects the texts of running replies for the whole app and repaints at most ten times a second. It listens from the moment a topic is
 * subscribed, not from the moment its screen renders, because the first words of a new session arrive in between.
 */
import { createStore, type Store } from "~/lib/store";
import type { LiveEvent, ReplyStarted } from "./events";
import { type Delta, NO_TEXTS, type ReplyTexts, withAttempt, withDeltas } from "./replyTexts";

const PAINT_MS = 100;
/** The number of texts that are kept: replies of one session run one after another, and each is soon saved as a step. */
const KEPT_REPLIES = 8;

export interface SessionTexts {
  sessionId: string;
  texts: ReplyTexts;
}

export class ReplyFeed {
  /** The texts of the session that last received an event. Nothing shows the texts of any other session. */
  readonly shown: Store<SessionTexts> = createStore<SessionTexts>({
    sessionId: "",
    texts: NO_TEXTS,
  });
  private waiting: Delta[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  receive(event: LiveEvent): void {
    if (event.type === "reply_started") this.begin(event);
    if (event.type !== "reply_delta") return;
    this.switchTo(event.session_id);
    this.waiting.push(event);
    this.timer ??= setTimeout(() => this.paint(), PAINT_MS);
  }

  end(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** A new attempt clears the text at once, because the old text is void and must not stay until the first new word. */
  private begin({ session_id: sessionId, reply_id: replyId, attempt }: ReplyStarted) {
    this.switchTo(sessionId);
    this.paint();
    this.shown.set((now) => ({ ...now, texts: withAttempt(now.texts, replyId, attempt) }));
  }

  private switchTo(sessionId: string): void {
    if (this.shown.get().sessionId === sessionId) return;
    this.waiting = [];
    this.shown.set({ sessionId, texts: NO_TEXTS });
  }

  private paint(): void {
    this.end();
    const deltas = this.waiting;
    if (deltas.length === 0) return;
    this.waiting = [];
    this.shown.set((now) => ({ ...now, texts: newest(withDeltas(now.texts, deltas)) }));
  }
}

function newest(texts: ReplyTexts): ReplyTexts {
  const all = Object.entries(texts);
  return all.length <= KEPT_REPLIES ? texts : Object.fromEntries(all.slice(-KEPT_REPLIES));
}
