/** An EventSource whose events the test sends. It stands for the browser's own, which jsdom has not. */
import { act } from "@testing-library/react";

export class FakeEventSource extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSED = 2;
  static opened: FakeEventSource[] = [];

  readyState = FakeEventSource.CONNECTING;
  onerror: (() => void) | null = null;

  constructor(readonly url: string) {
    super();
    FakeEventSource.opened.push(this);
  }

  static reset(): void {
    FakeEventSource.opened = [];
  }

  /** The connection the app listens to now. */
  static get current(): FakeEventSource {
    const open = FakeEventSource.opened.filter(
      (source) => source.readyState !== FakeEventSource.CLOSED,
    );
    const last = open.at(-1);
    if (!last) throw new Error("No stream is open");
    return last;
  }

  close(): void {
    this.readyState = FakeEventSource.CLOSED;
  }

  emit(type: string, data: Record<string, unknown> = {}): void {
    this.readyState = FakeEventSource.OPEN;
    act(() => {
      this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) }));
    });
  }

  /** A connection that broke; `refused` for one that the browser will not try again. */
  fail({ refused = false } = {}): void {
    this.readyState = refused ? FakeEventSource.CLOSED : FakeEventSource.CONNECTING;
    act(() => this.onerror?.());
  }
}
