import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { address, openApp } from "../app";
import { World } from "../world";

test("nothing is made on the server until the first message is sent", async () => {
  const world = new World();
  const { user } = openApp("/pilot");
  await user.type(await screen.findByRole("textbox", { name: "Problem" }), "Outlook prompts");
  expect(world.writes).toHaveLength(0);
});

test("the first message opens a session, and one goes on typing in the same composer", async () => {
  const world = new World();
  const { user } = openApp("/pilot");
  const composer = await screen.findByRole("textbox", { name: "Problem" });
  await user.type(composer, "Outlook prompts{Enter}and on");
  await waitFor(() => expect(address()).toBe(`/pilot/${world.sessions[0]?.id}`));
  expect(screen.getByRole("textbox", { name: "Message" })).toBe(composer);
  expect(composer).toHaveFocus();
  expect(composer).toHaveValue("and on");
  expect(screen.getByRole("heading", { level: 1, name: "Outlook prompts" })).toBeVisible();
  await waitFor(() => expect(screen.queryByText("Sending")).not.toBeInTheDocument());
});

test("a session that could not be opened keeps its message, to be sent again with the same key", async () => {
  const world = new World();
  world.refuse("/ai-sessions", "no answer");
  const { user } = openApp("/pilot");
  const composer = await screen.findByRole("textbox", { name: "Problem" });
  await user.type(composer, "Outlook prompts{Enter}");
  await screen.findByText(/Not sent\. Your text is kept\./);
  world.refuse("/ai-sessions", null);
  await user.click(screen.getByRole("button", { name: "Retry" }));
  await waitFor(() => expect(address()).toMatch(/^\/pilot\/.+/));
  const [first, second] = world.writesTo("/ai-sessions");
  expect(second?.key).toBe(first?.key);
});
