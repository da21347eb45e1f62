import { act, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Suspense } from "react";
import { beforeEach, expect, test, vi } from "vitest";
import { page } from "~/lib/page";
import { Boundary } from "~/ui/Boundary";
import { lazyPart } from "~/ui/lazyPart";

const GONE = new TypeError("Failed to fetch dynamically imported module");

beforeEach(() => {
  // React logs every error that a boundary catches.
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});

/** A part whose file answers each load with the next of `answers`. */
function partOf(...answers: ("gone" | "there")[]) {
  const load = vi.fn(async () => {
    if (answers.shift() !== "there") throw GONE;
    return { default: () => <p>The screen</p> };
  });
  return { load, Part: lazyPart<object>(load) };
}

async function show(Part: React.ComponentType) {
  const view = (
    <>
      <p>The rest</p>
      <Suspense fallback={null}>
        <Part />
      </Suspense>
    </>
  );
  await act(async () => render(view));
}

test("a file that loads on the second try is shown", async () => {
  const { load, Part } = partOf("gone", "there");
  await show(Part);
  expect(await screen.findByText("The screen")).toBeVisible();
  expect(load).toHaveBeenCalledTimes(2);
});

test("a missing file says that FlowPilot was updated and offers Reload; the rest of the page stays", async () => {
  const reload = vi.spyOn(page, "reload").mockImplementation(() => undefined);
  const { load, Part } = partOf("gone", "gone");
  await show(Part);
  expect(await screen.findByText(/FlowPilot was updated/)).toBeVisible();
  expect(screen.getByText("The rest")).toBeVisible();
  expect(load).toHaveBeenCalledTimes(2);
  await userEvent.click(screen.getByRole("button", { name: "Reload" }));
  expect(reload).toHaveBeenCalledOnce();
});

test("offline, a missing part says so and retries", async () => {
  const online = vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  const { Part } = partOf("gone", "gone", "there");
  await show(Part);
  expect(await screen.findByText(/You are offline/)).toBeVisible();
  online.mockReturnValue(true);
  await act(async () => screen.getByRole("button", { name: "Try again" }).click());
  expect(await screen.findByText("The screen")).toBeVisible();
});

test("an error stays in its region, and another screen renders again", async () => {
  let isBroken = true;
  function Screen() {
    if (isBroken) throw new Error("a fault");
    return <p>The screen</p>;
  }
  const at = (address: string) => (
    <>
      <p>The rest</p>
      <Boundary region="screen" resetKey={address}>
        <Screen />
      </Boundary>
    </>
  );
  const { rerender } = render(at("/a"));
  expect(screen.getByText("This part of the screen failed.")).toBeVisible();
  expect(screen.getByText("The rest")).toBeVisible();
  isBroken = false;
  rerender(at("/b"));
  await waitFor(() => expect(screen.getByText("The screen")).toBeVisible());
});
