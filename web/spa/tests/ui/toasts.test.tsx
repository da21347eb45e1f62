import { act, fireEvent, render, screen } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Toasts } from "~/ui/Toasts";
import { settleToasts, showToast, toasts } from "~/ui/toasts";
import { clearBottom } from "~/ui/useToastPosition";

beforeEach(() => {
  vi.useFakeTimers();
  toasts.set([]);
  render(<Toasts />, { wrapper: MemoryRouter });
});
afterEach(() => {
  vi.useRealTimers();
  Reflect.deleteProperty(document, "hidden");
});

const messages = () => screen.queryByRole("region", { name: "Messages" });
const say = (...args: Parameters<typeof showToast>) => act(() => showToast(...args));
const pass = (ms: number) => act(() => vi.advanceTimersByTime(ms));

function hideTab(isHidden: boolean): void {
  Object.defineProperty(document, "hidden", { configurable: true, value: isHidden });
  act(() => void document.dispatchEvent(new Event("visibilitychange")));
}

test("a plain toast leaves after six seconds; an error and an offer stay", () => {
  say("Saved");
  say("Not saved", { tone: "error" });
  say("It is back", { action: { label: "Open", run: () => undefined } });
  pass(5_900);
  expect(screen.getByText("Saved")).toBeVisible();
  pass(200);
  expect(screen.queryByText("Saved")).toBeNull();
  pass(60_000);
  expect(screen.getByText("Not saved")).toBeVisible();
  expect(screen.getByRole("button", { name: "Open" })).toBeVisible();
});

test.each([
  ["hover", () => fireEvent.pointerEnter(screen.getByRole("region", { name: "Messages" }))],
  ["focus", () => act(() => screen.getByRole("button", { name: "Dismiss" }).focus())],
  ["a hidden tab", () => hideTab(true)],
])("%s stops its clock", (_what, look) => {
  say("Saved");
  look();
  pass(60_000);
  expect(screen.getByText("Saved")).toBeVisible();
});

test("an undo offer ends with its lifetime, even while hovered", () => {
  say("Recorded", { action: { label: "Undo", run: () => undefined }, lifetimeMs: 10_000 });
  fireEvent.pointerEnter(screen.getByRole("region", { name: "Messages" }));
  pass(9_900);
  expect(screen.getByRole("button", { name: "Undo" })).toBeVisible();
  pass(200);
  expect(messages()).toBeNull();
});

test("settling an item removes only its own toast", () => {
  say("New escalation", { itemKey: "h-1", action: { label: "Pick up", run: () => undefined } });
  say("Recorded", { itemKey: "f-1", action: { label: "Undo", run: () => undefined } });
  act(() => settleToasts("h-1"));
  expect(screen.queryByText("New escalation")).toBeNull();
  expect(screen.getByText("Recorded")).toBeVisible();
});

test("an item has only its newest toast", () => {
  say("Applied", { itemKey: "f-1" });
  say("It worked", { itemKey: "f-1" });
  expect(screen.queryByText("Applied")).toBeNull();
  expect(screen.getByText("It worked")).toBeVisible();
});

test("at most three toasts show, and an error without room reappears later", () => {
  for (const text of ["First", "Second", "Third", "Fourth"]) say(text, { tone: "error" });
  expect(screen.queryByText("First")).toBeNull();
  expect(screen.getAllByRole("button", { name: "Dismiss" })).toHaveLength(3);
  fireEvent.click(screen.getAllByRole("button", { name: "Dismiss" })[2] as HTMLElement);
  expect(screen.getByText("First")).toBeVisible();
});

test("a time in a toast stays current without being read out again", () => {
  say("Already claimed by Priya", {
    tone: "error",
    at: new Date(Date.now() - 20_000).toISOString(),
  });
  expect(messages()).toHaveTextContent("Already claimed by Priya 20 s ago");
  pass(100_000);
  expect(messages()).toHaveTextContent("Already claimed by Priya 2 min ago");
  expect(screen.getByText("2 min ago").closest("[aria-live]")).toHaveAttribute("aria-live", "off");
});

test("a toast times out after the previous one was closed under the pointer", () => {
  say("Saved");
  fireEvent.pointerEnter(screen.getByRole("region", { name: "Messages" }));
  fireEvent.click(screen.getByRole("button", { name: "Dismiss" }));
  say("Saved again");
  pass(6_100);
  expect(messages()).toBeNull();
});

const box = (left: number, top: number, right: number, bottom: number) => ({
  left,
  top,
  right,
  bottom,
});

test("the stack stands above the composer and above a dialog's buttons", () => {
  const stack = box(1024, 836, 1424, 884);
  const composer = box(284, 760, 1092, 888);
  expect(clearBottom(900, stack, [])).toBe(16);
  expect(clearBottom(900, stack, [composer])).toBe(148);
  // There is no room for it between the dialog's buttons and the composer.
  const buttons = box(440, 700, 1040, 748);
  expect(clearBottom(900, stack, [buttons, composer])).toBe(208);
});

test("elements beside the stack do not move it, and it never leaves the window", () => {
  const stack = box(1024, 836, 1424, 884);
  expect(clearBottom(900, stack, [box(300, 700, 1000, 888)])).toBe(16);
  expect(clearBottom(900, stack, [box(300, 10, 1100, 888)])).toBe(836);
});
