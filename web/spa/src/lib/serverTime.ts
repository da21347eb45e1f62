/**
 * The server's time. Every age on the screen is counted from a time that the server set, and this computer's clock may be wrong by
 * minutes. The API's answers and the stream therefore carry the server's time, and ages are computed from it.
 */
import { createStore } from "./store";

/** A `Date` header has whole seconds and network delay. Following smaller differences would make counters jump. */
const DATE_HEADER_SLACK_MS = 2_000;
const HALF_SECOND_MS = 500;

/** How far the server's clock is ahead of this computer's, in ms. */
export const clockOffset = createStore(0);

/** The time now in ms, by the server's clock. */
export function serverNow(): number {
  return Date.now() + clockOffset.get();
}

/** The time now by the server's clock, in the API's format. */
export function serverNowText(): string {
  return new Date(serverNow()).toISOString();
}

/** Takes the time from an API answer; ignores a missing or invalid header. */
export function learnFromDateHeader(header: string | null): void {
  const reported = Date.parse(header ?? "") + HALF_SECOND_MS;
  if (Math.abs(reported - serverNow()) > DATE_HEADER_SLACK_MS)
    clockOffset.set(reported - Date.now());
}

/** Takes the time from the stream, which is exact to the millisecond. */
export function learnFromStream(serverTime: string | undefined): void {
  const reported = Date.parse(serverTime ?? "");
  if (Number.isFinite(reported)) clockOffset.set(reported - Date.now());
}
