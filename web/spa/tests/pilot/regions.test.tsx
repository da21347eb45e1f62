import { screen } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { openApp } from "../app";
import { makeFix, makeSession, makeStep } from "../factories";
import { FakeApi } from "../fakeApi";

beforeEach(() => {
  // React logs every error that a boundary catches.
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});

/** A value that the API never returns; rendering it fails. */
const BROKEN = null as never;

test("an error in the transcript leaves navigation, header and composer working", async () => {
  const fakeApi = new FakeApi();
  const step = makeStep({ content: "It prompts.", data: BROKEN, kind: "assistant_message" });
  const aiSession = fakeApi.add(makeSession(fakeApi.user), [step]);
  openApp(`/pilot/${aiSession.id}`);
  expect(await screen.findByText("This part of the screen failed.")).toBeVisible();
  expect(screen.getByRole("textbox", { name: "Message" })).toBeVisible();
  expect(screen.getByRole("navigation", { name: "Main" })).toBeVisible();
  expect(screen.getByRole("heading", { level: 1 })).toBeVisible();
});

test("an error in the fix leaves transcript and composer working", async () => {
  const fakeApi = new FakeApi();
  const fix = makeFix({ status: "no such status" as never });
  const aiSession = fakeApi.add(
    makeSession(fakeApi.user),
    [makeStep({ content: "It prompts." })],
    [fix],
  );
  openApp(`/pilot/${aiSession.id}`);
  expect(await screen.findByText("It prompts.")).toBeVisible();
  expect(screen.getByText("This part of the screen failed.")).toBeVisible();
  expect(screen.getByRole("textbox", { name: "Message" })).toBeVisible();
});
