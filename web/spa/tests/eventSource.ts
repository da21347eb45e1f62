/** Replaces the browser's EventSource, which jsdom lacks; the test sends its events. */
import { act } from "@testing-library/react";
import type { Events, LiveEventType } from "~/live/events";

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

  /** The connection that the app uses now. */
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

  /** `data` may leave out what the test does not need, but has no field that the server does not send. */
  emit<Type extends LiveEventType>(type: Type, data: Partial<Events[Type]> = {}): void {
    this.readyState = FakeEventSource.OPEN;
    act(() => {
      this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) }));
    });
  }

  /** Breaks the connection; with `refused` the browser does not reconnect. */
  fail({ refused = false } = {}): void {
    this.readyState = refused ? FakeEventSource.CLOSED : FakeEventSource.CONNECTING;
    act(() => this.onerror?.());
  }
}
