import { act, cleanup, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test, vi } from "vitest";
import type { Tree } from "~/api/trees";
import { address, openApp } from "../app";
import { FakeApi } from "../fakeApi";
import { PRINTER } from "../fakeTrees";
import { server } from "../server";

vi.mock("~/trees/canvas/Canvas", () => ({ default: () => null }));

const SAM = { id: "5a0f0a52-0000-4000-8000-000000000001", name: "Sam Keller" };
const conflict = { status: 409, code: "version_conflict", message: "Changed.", detail: {} };

function newTree() {
  const fakeApi = new FakeApi();
  const tree = fakeApi.trees.add(structuredClone(PRINTER));
  return { fakeApi, tree };
}

/** Somebody else saves, so that the next save of this page is refused. */
function savedBySam(tree: Tree) {
  const nodes = structuredClone(tree.nodes);
  Object.assign(nodes.clear as object, { text: "Restart the spooler" });
  Object.assign(tree, { nodes, version: tree.version + 1, updated_by: SAM });
  server.use(
    http.patch("*/api/v1/trees/:id", () => HttpResponse.json(conflict, { status: 409 }), {
      once: true,
    }),
  );
}

async function meetConflict() {
  const { fakeApi, tree } = newTree();
  const { user } = openApp(`/trees/${tree.id}`);
  await user.click(await screen.findByRole("treeitem", { name: /Read the address/ }));
  savedBySam(fakeApi.trees.tree(tree.id));
  await user.type(screen.getByLabelText(/What to do/), " twice");
  const dialog = within(
    await screen.findByRole("dialog", { name: "This tree was changed meanwhile" }),
  );
  return { fakeApi, tree, user, dialog };
}

test("a conflict shows both versions side by side; mine becomes the newer one", async () => {
  const { fakeApi, tree, user, dialog } = await meetConflict();
  expect(dialog.getByText(/Try a fix: Restart the spooler/)).toBeVisible();
  expect(dialog.getByText(/^Step: Read the address on its panel twice/)).toBeVisible();
  expect(dialog.getByRole("columnheader", { name: "Sam Keller, version 2" })).toBeVisible();
  await user.click(dialog.getByRole("button", { name: "Keep mine as the newer version" }));
  await waitFor(() => expect(fakeApi.trees.tree(tree.id).version).toBe(3));
  expect(fakeApi.trees.tree(tree.id).nodes.panel?.text).toMatch(/twice$/);
  expect(fakeApi.trees.tree(tree.id).nodes.clear?.text).toBe("Clear print queue");
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("theirs is taken, and undo brings mine back", async () => {
  const { user, dialog } = await meetConflict();
  await user.click(dialog.getByRole("button", { name: "Take theirs" }));
  expect(await screen.findByRole("treeitem", { name: /Restart the spooler/ })).toBeVisible();
  expect(screen.queryByRole("treeitem", { name: /twice/ })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Undo (Ctrl Z)" }));
  expect(screen.getByRole("treeitem", { name: /twice/ })).toBeVisible();
});

test("mine opens as a copy, and the tree stays theirs", async () => {
  const { fakeApi, tree, user, dialog } = await meetConflict();
  await user.click(dialog.getByRole("button", { name: "Open mine as a copy" }));
  await waitFor(() => expect(fakeApi.trees.trees).toHaveLength(2));
  const copy = fakeApi.trees.trees[1] as Tree;
  await waitFor(() => expect(address()).toBe(`/trees/${copy.id}`));
  expect(copy.title).toBe("Printer shows offline (copy)");
  expect(copy.nodes.panel?.text).toMatch(/twice$/);
  expect(fakeApi.trees.tree(tree.id).nodes.clear?.text).toBe("Restart the spooler");
});

test("without a connection the draft is kept, also over a reload, and saved later", async () => {
  const { fakeApi, tree } = newTree();
  server.use(http.patch("*/api/v1/trees/:id", () => HttpResponse.error()));
  const { user } = openApp(`/trees/${tree.id}`);
  await user.click(await screen.findByRole("treeitem", { name: /Read the address/ }));
  await user.type(screen.getByLabelText(/What to do/), " twice");
  expect(await screen.findByText(/Not saved; your changes are kept here/)).toBeVisible();
  cleanup();
  server.resetHandlers();
  const again = new FakeApi();
  again.trees.trees = fakeApi.trees.trees;
  again.user = fakeApi.user;
  openApp(`/trees/${tree.id}`);
  expect(await screen.findByRole("treeitem", { name: /panel twice/ })).toBeVisible();
  await waitFor(() => expect(again.trees.tree(tree.id).nodes.panel?.text).toMatch(/twice$/));
});

test("several changes while a save runs are one more save, never two at once", async () => {
  const { fakeApi, tree } = newTree();
  const { user } = openApp(`/trees/${tree.id}`);
  await user.click(await screen.findByRole("treeitem", { name: /Read the address/ }));
  await user.type(screen.getByLabelText(/What to do/), " now");
  await waitFor(() => expect(fakeApi.trees.tree(tree.id).version).toBe(2));
  await user.type(screen.getByLabelText(/What to do/), " or later");
  await waitFor(() => expect(fakeApi.trees.tree(tree.id).nodes.panel?.text).toMatch(/or later$/));
  const versions = fakeApi.writesTo(`/trees/${tree.id}`).map(({ body }) => body as Tree);
  expect(versions.map(({ version }) => version)).toEqual([1, 2]);
});

test("a refused publishing marks the nodes and leads to the first", async () => {
  const { fakeApi, tree } = newTree();
  const problems = [{ node: "clear", code: "no_fix", message: "The fix has no title." }];
  fakeApi.refuse("/publish", {
    status: 422,
    code: "tree_invalid",
    message: "Not ready.",
    detail: { problems },
  });
  const { user } = openApp(`/trees/${tree.id}`);
  await user.click(await screen.findByRole("button", { name: "Publish" }));
  const marked = await screen.findByRole("treeitem", { name: /Clear print.*The fix has no title/ });
  expect(marked).toHaveAttribute("aria-selected", "true");
  expect(screen.getByRole("button", { name: "1 path has no end, 1 problem" })).toBeVisible();
  act(() => fakeApi.refuse("/publish", null));
  await user.click(screen.getByRole("button", { name: "Publish" }));
  expect(await screen.findByText("Published v2")).toBeVisible();
});

test("what is written while Publish runs is kept, and saved after it", async () => {
  const { fakeApi, tree } = newTree();
  let answer = () => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  server.use(
    http.post("*/api/v1/trees/:id/publish", async () => {
      const known = fakeApi.trees.tree(tree.id);
      const published = { ...known, version: 2, published_version: 2, status: "published" };
      Object.assign(known, published);
      await answered;
      return HttpResponse.json(published);
    }),
  );
  const { user } = openApp(`/trees/${tree.id}`);
  await user.click(await screen.findByRole("treeitem", { name: /Read the address/ }));
  await user.click(screen.getByRole("button", { name: "Publish" }));
  await user.type(screen.getByLabelText(/What to do/), " twice");
  act(() => answer());
  await screen.findAllByText("Published as version 2");
  expect(screen.getByLabelText(/What to do/)).toHaveValue("Read the address on its panel twice");
  await waitFor(() => expect(fakeApi.trees.tree(tree.id).nodes.panel?.text).toMatch(/twice$/));
  expect(fakeApi.trees.tree(tree.id).version).toBe(3);
});

test("an archived tree is left for the list", async () => {
  const { tree } = newTree();
  const { user } = openApp(`/trees/${tree.id}`);
  await user.click(await screen.findByRole("button", { name: "More actions" }));
  await user.click(await screen.findByRole("menuitem", { name: "Archive" }));
  await waitFor(() => expect(address()).toBe("/trees"));
});
