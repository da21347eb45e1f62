/** The page's clock, which events and guards use. A test can advance it without waiting. */
const real = performance.now.bind(performance);
const madeAt = new WeakMap<Event, number>();
let ahead = 0;
let stoppedAt: number | null = null;

export function advanceClock(ms: number): void {
  ahead += ms;
}

/** From here on only `advanceClock` moves the clock until the test ends, so that a busy machine changes nothing. */
export function stopClock(): void {
  stoppedAt = real();
}

export function startClock(): void {
  stoppedAt = null;
}

/**
 * In a browser an event's time is on the clock of `performance.now()`; jsdom counts from 1970.
 * It stays for the next test file of this process, whose clock goes on from here: React's scheduler expects that.
 */
export function installClock(): void {
  performance.now = () => (stoppedAt ?? real()) + ahead;
  Object.defineProperty(Event.prototype, "timeStamp", { get: timeOf });
}

function timeOf(this: Event): number {
  const at = madeAt.get(this) ?? performance.now();
  madeAt.set(this, at);
  return at;
}
