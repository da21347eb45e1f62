import { act, screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { openApp } from "../app";
import { FakeApi } from "../fakeApi";
import { PRINTER, whole } from "../fakeTrees";

// jsdom draws nothing; a browser test looks at the canvas.
vi.mock("~/trees/canvas/Canvas", () => ({ default: () => null }));

async function openTree(part = {}) {
  const fakeApi = new FakeApi();
  const tree = fakeApi.trees.add({ ...structuredClone(PRINTER), ...part });
  const { user } = openApp(`/trees/${tree.id}`);
  const outline = within(await screen.findByRole("tree", { name: "Outline" }));
  const lines = () =>
    outline
      .getAllByRole("treeitem")
      .map(({ textContent }) => textContent.trim().replace(/\s+/g, " "));
  return { fakeApi, tree, user, outline, lines };
}

const line = (name: RegExp) => screen.getByRole("treeitem", { name });

test("the outline shows each node once, shared nodes as links, and the place of each line", async () => {
  const { lines } = await openTree();
  expect(lines()).toEqual([
    "Question: Does it answer a ping?",
    "Yes: Question: Is the queue stuck on a server?",
    "Yes: Try a fix: Clear print queue",
    "No: Escalate: Escalate with site contact",
    "No: Step: Read the address on its panel",
    "No next step yet",
    "Not known: Goes on at → Escalate with site contact",
  ]);
  const queue = line(/queue stuck/);
  expect(queue).toHaveAttribute("aria-level", "2");
  expect(queue).toHaveAttribute("aria-posinset", "1");
  expect(queue).toHaveAttribute("aria-setsize", "3");
  expect(queue).toHaveAttribute("aria-expanded", "true");
  expect(screen.getByRole("button", { name: "1 path has no end" })).toBeVisible();
});

test("a loop ends at a link", async () => {
  const nodes = structuredClone(PRINTER.nodes);
  nodes.panel = whole({ kind: "step", text: "Read the address on its panel", next: "ping" });
  const { lines } = await openTree({ nodes });
  expect(lines()).toContain("Goes on at → Does it answer a ping?");
});

test("arrows walk, fold and unfold; one line is in the tab order", async () => {
  const { user, outline } = await openTree();
  act(() => line(/Does it answer/).focus());
  await user.keyboard("{ArrowDown}");
  expect(line(/queue stuck/)).toHaveFocus();
  await user.keyboard("{ArrowLeft}");
  expect(line(/queue stuck/)).toHaveAttribute("aria-expanded", "false");
  expect(screen.queryByRole("treeitem", { name: /Clear print/ })).toBeNull();
  await user.keyboard("{ArrowRight}{ArrowRight}");
  expect(line(/Clear print/)).toHaveFocus();
  await user.keyboard("{End}");
  expect(line(/Not known/)).toHaveFocus();
  await user.keyboard("{ArrowLeft}");
  expect(line(/Does it answer/)).toHaveFocus();
  const reachable = outline.getAllByRole("treeitem").filter(({ tabIndex }) => tabIndex === 0);
  expect(reachable).toEqual([line(/Does it answer/)]);
});

test("Ctrl and arrows move a branch among its siblings, up a level and down again", async () => {
  const { user, lines } = await openTree();
  act(() => line(/Clear print/).focus());
  await user.click(line(/Clear print/));
  await user.keyboard("{Control>}{ArrowDown}{/Control}");
  expect(line(/Clear print/)).toHaveAttribute("aria-posinset", "2");
  await user.keyboard("{Control>}{ArrowLeft}{/Control}");
  expect(line(/Clear print/)).toHaveAttribute("aria-level", "2");
  expect(line(/Clear print/)).toHaveAttribute("aria-posinset", "2");
  expect(line(/Clear print/)).toHaveFocus();
  await user.keyboard("{Control>}{ArrowRight}{/Control}");
  expect(line(/Clear print/)).toHaveAttribute("aria-level", "3");
  expect(lines()[3]).toContain("Clear print queue");
});

test("a branch is added, named and ended without a pointer, and saved with its version", async () => {
  const { user, fakeApi, tree } = await openTree();
  act(() => line(/queue stuck/).focus());
  await user.click(line(/queue stuck/));
  await user.keyboard("{Insert}");
  const open = line(/Not known: No next/);
  expect(open).toHaveFocus();
  await user.keyboard("{F2}{Backspace}Empty{Enter}");
  expect(line(/Empty: No next/)).toHaveFocus();
  await user.keyboard("{Enter}");
  expect(screen.getByLabelText("Answer")).toHaveFocus();
  await user.click(screen.getByRole("button", { name: "Solved" }));
  await user.type(screen.getByLabelText(/What is known then/), "Nothing to do");
  expect(line(/Empty: Solved: Nothing to do/)).toBeInTheDocument();
  await waitFor(() => expect(fakeApi.trees.tree(tree.id).nodes.n6?.text).toBe("Nothing to do"));
  const writes = fakeApi.writesTo(`/trees/${tree.id}`);
  expect(writes.map(({ body }) => (body as { version: number }).version)).toEqual(
    writes.map((_write, index) => index + 1),
  );
});

test("Delete takes a branch with what only it leads to, and undo brings it back", async () => {
  const { user, lines } = await openTree();
  const before = lines();
  act(() => line(/queue stuck/).focus());
  await user.click(line(/queue stuck/));
  await user.keyboard("{Delete}");
  expect(lines()).toEqual([
    "Question: Does it answer a ping?",
    "No: Step: Read the address on its panel",
    "No next step yet",
    // It was shared, so it stays, and now has its own line here.
    "Not known: Escalate: Escalate with site contact",
  ]);
  expect(screen.getAllByText("“Is the queue stuck on a server?” deleted")[0]).toBeVisible();
  await user.keyboard("{Control>}z{/Control}");
  expect(lines()).toEqual(before);
  await user.keyboard("{Control>}{Shift>}z{/Shift}{/Control}");
  expect(lines()).toHaveLength(4);
  await user.click(screen.getByRole("button", { name: "Undo (Ctrl Z)" }));
  expect(lines()).toEqual(before);
});

test("typing in a field is one step of undo, and Ctrl+Z in it is the field's own", async () => {
  const { user } = await openTree();
  await user.click(line(/Clear print/));
  const text = screen.getByLabelText(/What is known then/);
  await user.clear(text);
  await user.type(text, "Restart it");
  await user.keyboard("{Control>}z{/Control}");
  expect(line(/Restart it/)).toBeInTheDocument();
  act(() => line(/Restart it/).focus());
  await user.keyboard("{Control>}z{/Control}");
  expect(screen.queryByRole("treeitem", { name: /Restart it/ })).toBeNull();
});

test("a tree of the library is read, run and copied, not changed", async () => {
  const { user, fakeApi } = await openTree({ read_only: true, published_version: 1 });
  await user.click(line(/Clear print/));
  await user.keyboard("{Delete}{F2}x");
  expect(line(/Clear print/)).toBeInTheDocument();
  expect(screen.queryByRole("textbox")).toBeNull();
  expect(screen.getByRole("link", { name: "Run" })).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Copy to my trees" }));
  await waitFor(() => expect(fakeApi.trees.trees).toHaveLength(2));
  expect(await screen.findByRole("button", { name: "Publish" })).toBeVisible();
});

test("folding a branch with the pointer chooses it, so that Delete never acts on another line", async () => {
  const { user, lines } = await openTree();
  await user.click(line(/Clear print/));
  await user.click(line(/queue stuck/).querySelector("[data-open]") as Element);
  expect(line(/queue stuck/)).toHaveAttribute("aria-selected", "true");
  expect(line(/queue stuck/)).toHaveFocus();
  await user.keyboard("{Delete}");
  expect(lines()[0]).toContain("Does it answer a ping?");
  expect(screen.queryByRole("treeitem", { name: /queue stuck/ })).toBeNull();
});

test("the fields remove only the answer, not a node that other answers lead to", async () => {
  const { user, lines } = await openTree();
  await user.click(line(/queue stuck/));
  await user.keyboard("{ArrowLeft}");
  await user.click(screen.getByRole("button", { name: "Remove answer 2" }));
  expect(lines().at(-1)).toBe("Not known: Escalate: Escalate with site contact");
  expect(line(/queue stuck/)).toHaveAttribute("aria-selected", "true");
});
