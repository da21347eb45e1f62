/** Adds what jsdom lacks, and cleans up after each test. */
import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterAll, afterEach, beforeAll, vi } from "vitest";
import { billingLock, signedOut } from "~/api/gate";
import { forgetPageUser } from "~/api/pageUser";
import { loadFormatter } from "~/prose/formatter";
import { closeOverlay } from "~/shell/palette/usePalette";
import { advanceClock, installClock, startClock } from "./clock";
import { FakeEventSource } from "./eventSource";
import { server } from "./server";

class StillObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

/** A window of 1440 px, light, with motion. */
function matchMedia(query: string) {
  const matches = query.includes("min-width");
  return { matches, media: query, addEventListener() {}, removeEventListener() {} };
}

// A failure shows only what was not found, without the whole page. Busy cores need a longer timeout.
configure({ asyncUtilTimeout: 15_000, getElementError: (message) => new Error(message ?? "") });

vi.stubGlobal("EventSource", FakeEventSource);
vi.stubGlobal("ResizeObserver", StillObserver);
vi.stubGlobal("matchMedia", matchMedia);

Element.prototype.scrollIntoView = () => undefined;
// jsdom lays nothing out; the code editor asks where its text is.
Range.prototype.getClientRects = () => Object.assign([], { item: () => null });

installClock();

beforeAll(() => server.listen({ onUnhandledFrame: "error" }));
// A chat waits for the formatter, whose first load is slow when several tests run in parallel.
beforeAll(async () => void (await loadFormatter()), 60_000);
afterEach(() => {
  cleanup();
  // Guards of layers from the previous test must not affect the next one.
  startClock();
  advanceClock(60_000);
  server.resetHandlers();
  FakeEventSource.reset();
  forgetPageUser();
  signedOut.set(false);
  // One that a failed test left open would cover the page of every later test.
  closeOverlay();
  billingLock.set(null);
  localStorage.clear();
  sessionStorage.clear();
});
afterAll(() => server.close());
