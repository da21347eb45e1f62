/** What jsdom lacks and what every test cleans up. */
import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterAll, afterEach, beforeAll, vi } from "vitest";
import { FakeEventSource } from "./eventSource";
import { server } from "./server";

class StillObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

/** A desk of 1440 px, in light, with motion. */
function matchMedia(query: string) {
  const matches = query.includes("min-width");
  return { matches, media: query, addEventListener() {}, removeEventListener() {} };
}

// A failure names what was not found; the whole page behind it is noise. Two busy cores may take a while.
configure({ asyncUtilTimeout: 5_000, getElementError: (message) => new Error(message ?? "") });

vi.stubGlobal("EventSource", FakeEventSource);
vi.stubGlobal("ResizeObserver", StillObserver);
vi.stubGlobal("matchMedia", matchMedia);

beforeAll(() => server.listen({ onUnhandledFrame: "error" }));
afterEach(() => {
  cleanup();
  server.resetHandlers();
  FakeEventSource.reset();
  localStorage.clear();
  sessionStorage.clear();
});
afterAll(() => server.close());
