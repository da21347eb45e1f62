/** Runs of decision trees in the details of a session. */
import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openApp } from "../app";
import { FakeEventSource } from "../eventSource";
import { makeSession } from "../factories";
import { FakeApi } from "../fakeApi";
import { nodeOf, PRINTER } from "../fakeTrees";

test("a run that a colleague starts and ends appears by itself, and stays with its outcome", async () => {
  const fakeApi = new FakeApi();
  const aiSession = makeSession(fakeApi.user);
  fakeApi.add(aiSession, [], []);
  const tree = fakeApi.trees.add({ ...structuredClone(PRINTER), published_version: 1 });
  const { user } = openApp(`/pilot/${aiSession.id}`);
  const details = within(await screen.findByRole("complementary", { name: "Details" }));
  await user.click(await details.findByRole("tab", { name: "Tree" }));
  expect(await details.findByText("Go through a tree")).toBeVisible();
  const run = fakeApi.trees.addRun(tree, { ai_session_id: aiSession.id });
  const changed = { run_id: run.id, session_id: aiSession.id };
  FakeEventSource.current.emit("tree_run_changed", changed);
  expect(await details.findByRole("heading", { name: "Does it answer a ping?" })).toBeVisible();
  Object.assign(run, { node: "clear", current: nodeOf(tree, "clear"), state: "finished" });
  FakeEventSource.current.emit("tree_run_changed", changed);
  expect(await details.findByRole("heading", { name: "Clear print queue" })).toBeVisible();
});
