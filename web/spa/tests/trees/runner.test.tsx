import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import type { TreeRun } from "~/api/treeRuns";
import { address, openApp } from "../app";
import { NOW } from "../factories";
import { FakeApi } from "../fakeApi";
import { nodeOf, PRINTER } from "../fakeTrees";
import { server } from "../server";

const SAM = { id: "5a0f0a52-0000-4000-8000-000000000001", name: "Sam Keller" };

function newRun() {
  const fakeApi = new FakeApi();
  const tree = fakeApi.trees.add({
    ...structuredClone(PRINTER),
    status: "published",
    version: 4,
    published_version: 4,
  });
  return { fakeApi, tree, run: fakeApi.trees.addRun(tree) };
}

const question = (name: string) => screen.findByRole("heading", { name });

test("a run gets its own address, and starts once", async () => {
  const fakeApi = new FakeApi();
  const tree = fakeApi.trees.add({ ...structuredClone(PRINTER), published_version: 1 });
  openApp(`/trees/${tree.id}/run`);
  await question("Does it answer a ping?");
  expect(fakeApi.trees.runs).toHaveLength(1);
  expect(address()).toBe(`/tree-runs/${fakeApi.trees.runs[0]?.id}`);
});

test("number keys answer, the focus follows, and the end offers the fix", async () => {
  const { run } = newRun();
  const { user } = openApp(`/tree-runs/${run.id}`);
  await question("Does it answer a ping?");
  await user.keyboard("1");
  expect(await question("Is the queue stuck on a server?")).toHaveFocus();
  await user.keyboard("1");
  expect(await question("Clear print queue")).toHaveFocus();
  expect(screen.getByText("Try this fix")).toBeVisible();
  expect(screen.getByRole("button", { name: "Use in chat" })).toBeVisible();
});

test("a double click and a held key answer once", async () => {
  const { fakeApi, run } = newRun();
  const { user, fastUser } = openApp(`/tree-runs/${run.id}`);
  await question("Does it answer a ping?");
  await user.dblClick(screen.getByRole("button", { name: /^Yes/ }));
  await question("Is the queue stuck on a server?");
  // The second half of a double click lands on the answer that took the place of the first.
  await fastUser.click(screen.getByRole("button", { name: /^Yes/ }));
  await user.keyboard("{1>3/}");
  await question("Clear print queue");
  expect(
    fakeApi.writesTo("/answer").map(({ body }) => (body as { node_id: string }).node_id),
  ).toEqual(["ping", "queue"]);
});

test("the breadcrumb goes back to an earlier question", async () => {
  const { fakeApi, run } = newRun();
  const { user } = openApp(`/tree-runs/${run.id}`);
  await question("Does it answer a ping?");
  await user.click(screen.getByRole("button", { name: /^Yes/ }));
  await question("Is the queue stuck on a server?");
  await user.click(screen.getByRole("button", { name: /^Yes/ }));
  await question("Clear print queue");
  const trail = within(screen.getByRole("navigation", { name: "Answers so far" }));
  await user.click(trail.getByRole("button", { name: /Does it answer a ping/ }));
  await question("Does it answer a ping?");
  expect(fakeApi.writesTo("/back")).toHaveLength(2);
});

test("a step is done", async () => {
  const { fakeApi, tree, run } = newRun();
  Object.assign(tree.nodes.panel as object, { next: "site" });
  const { user } = openApp(`/tree-runs/${run.id}`);
  await question("Does it answer a ping?");
  await user.keyboard("2");
  await question("Read the address on its panel");
  await user.click(screen.getByRole("button", { name: "Done" }));
  await question("Escalate with site contact");
  expect(fakeApi.writesTo("/answer")[1]?.body).toEqual({ node_id: "panel", done: true });
});

test("when somebody was faster, it shows who answered what and where the run stands now", async () => {
  const { tree, run } = newRun();
  const step = { node: "ping", text: "Does it answer a ping?", answer: "No", at: NOW, by: SAM };
  const moved: TreeRun = { ...run, node: "panel", current: nodeOf(tree, "panel"), path: [step] };
  const body = { status: 409, code: "moved_on", message: "Moved on.", detail: { run: moved } };
  server.use(
    http.post("*/api/v1/tree-sessions/:id/answer", () => HttpResponse.json(body, { status: 409 })),
  );
  const { user } = openApp(`/tree-runs/${run.id}`);
  await question("Does it answer a ping?");
  await user.keyboard("1");
  await question("Read the address on its panel");
  expect(screen.getByRole("alert")).toHaveTextContent(
    /Sam Keller answered “No” to “Does it answer a ping\?” meanwhile\. Your answer was not taken/,
  );
});

test("a run stays on its version and says that there is a newer one", async () => {
  const { tree, run } = newRun();
  Object.assign(tree, { version: 6, published_version: 6 });
  openApp(`/tree-runs/${run.id}`);
  expect(
    await screen.findByText(/Version 6 of this tree is published. This run stays/),
  ).toBeVisible();
});

test("a run that was left is taken up again by an answer", async () => {
  const { fakeApi, run } = newRun();
  const { user } = openApp(`/tree-runs/${run.id}`);
  await question("Does it answer a ping?");
  await user.click(screen.getByRole("button", { name: "Leave" }));
  await question("This run was left");
  await user.click(screen.getByRole("button", { name: "Go on from here" }));
  await user.click(await screen.findByRole("button", { name: /^Yes/ }));
  await question("Is the queue stuck on a server?");
  await waitFor(() => expect(fakeApi.trees.runs[0]?.state).toBe("running"));
});

test("who may not answer reads the run", async () => {
  const { fakeApi, run } = newRun();
  Object.assign(run, { can_change: false });
  const { user } = openApp(`/tree-runs/${run.id}`);
  await question("Does it answer a ping?");
  await user.keyboard("1");
  expect(screen.getByText("You can follow this run, but not answer in it.")).toBeVisible();
  expect(screen.getByText("Not known")).toBeVisible();
  for (const name of [/^Yes/, "Back", "Leave", "Use in chat"]) {
    expect(screen.queryByRole("button", { name })).toBeNull();
  }
  expect(fakeApi.writesTo("/answer")).toEqual([]);
});

test("a run that was taken up and is left again is over again", async () => {
  const { run } = newRun();
  Object.assign(run, { state: "left" });
  const { user } = openApp(`/tree-runs/${run.id}`);
  await user.click(await screen.findByRole("button", { name: "Go on from here" }));
  await user.click(await screen.findByRole("button", { name: /^Yes/ }));
  await question("Is the queue stuck on a server?");
  expect(screen.getByRole("button", { name: "Use in chat" })).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Leave" }));
  await question("This run was left");
});
