/**
 * Detects a dead connection. A proxy may stop forwarding without closing the connection, and EventSource then never reports an error. The
 * server sends a `ping` every 25 s, so a connection that receives nothing for 40 s is dead.
 */
const SILENT_AFTER_MS = 40_000;
/** A ping is overdue, so events may already be missing. */
const LATE_AFTER_MS = 30_000;

export class SilenceWatch {
  private lastActivityAt = performance.now();
  private timer: ReturnType<typeof setTimeout>;

  constructor(private readonly onSilence: () => void) {
    this.timer = setTimeout(() => this.look(), SILENT_AFTER_MS);
  }

  noteActivity(): void {
    this.lastActivityAt = performance.now();
  }

  get isLate(): boolean {
    return performance.now() - this.lastActivityAt > LATE_AFTER_MS;
  }

  /** Looks now: the timer of a hidden tab may be a minute late. */
  check(): void {
    clearTimeout(this.timer);
    this.look();
  }

  end(): void {
    clearTimeout(this.timer);
  }

  /** Reuses one timer for the remaining time instead of a new one for each event, because a reply sends many. */
  private look(): void {
    const left = this.lastActivityAt + SILENT_AFTER_MS - performance.now();
    if (left <= 0) this.onSilence();
    else this.timer = setTimeout(() => this.look(), left);
  }
}
