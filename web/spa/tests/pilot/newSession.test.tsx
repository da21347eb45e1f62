import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { address, openApp } from "../app";
import { FakeApi } from "../fakeApi";

test("nothing is created on the server until the first message is sent", async () => {
  const fakeApi = new FakeApi();
  const { user } = openApp("/pilot");
  await user.type(await screen.findByRole("textbox", { name: "Problem" }), "Outlook prompts");
  expect(fakeApi.writes).toHaveLength(0);
});

test("the first message opens a session, and the user keeps typing in the same composer", async () => {
  const fakeApi = new FakeApi();
  const { user } = openApp("/pilot");
  const composer = await screen.findByRole("textbox", { name: "Problem" });
  await user.type(composer, "Outlook prompts{Enter}and on");
  await waitFor(() => expect(address()).toBe(`/pilot/${fakeApi.sessions[0]?.id}`));
  expect(screen.getByRole("textbox", { name: "Message" })).toBe(composer);
  expect(composer).toHaveFocus();
  expect(composer).toHaveValue("and on");
  expect(screen.getByRole("heading", { level: 1, name: "Outlook prompts" })).toBeVisible();
  await waitFor(() => expect(screen.queryByText("Sending")).not.toBeInTheDocument());
});

test("a session that could not be opened keeps its message, which is retried with the same key", async () => {
  const fakeApi = new FakeApi();
  fakeApi.refuse("/ai-sessions", "no answer");
  const { user } = openApp("/pilot");
  const composer = await screen.findByRole("textbox", { name: "Problem" });
  await user.type(composer, "Outlook prompts{Enter}");
  await screen.findByText(/Not sent\. Your text is kept\./);
  fakeApi.refuse("/ai-sessions", null);
  await user.click(screen.getByRole("button", { name: "Retry" }));
  await waitFor(() => expect(address()).toMatch(/^\/pilot\/.+/));
  const [first, second] = fakeApi.writesTo("/ai-sessions");
  expect(second?.key).toBe(first?.key);
});
