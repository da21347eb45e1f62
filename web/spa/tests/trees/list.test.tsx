import { screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { address, openApp } from "../app";
import { FakeApi } from "../fakeApi";

vi.mock("~/trees/canvas/Canvas", () => ({ default: () => null }));

test("the key n makes a new tree, which opens empty", async () => {
  const fakeApi = new FakeApi();
  fakeApi.trees.add({ title: "VPN drops" });
  const { user } = openApp("/trees");
  expect(await screen.findByRole("link", { name: "VPN drops" })).toBeVisible();
  await user.keyboard("n");
  const dialog = within(await screen.findByRole("dialog", { name: "New tree" }));
  await user.type(dialog.getByLabelText("Title"), "Printer shows offline");
  await user.click(dialog.getByRole("button", { name: "Create tree" }));
  expect(await screen.findByText("This tree has no node yet.")).toBeVisible();
  expect(address()).toBe(`/trees/${fakeApi.trees.trees[1]?.id}`);
  await user.click(screen.getByRole("button", { name: "Question" }));
  await waitFor(() =>
    expect(screen.getByRole("treeitem", { name: /Question without/ })).toHaveFocus(),
  );
  await user.keyboard("Does it answer?{Enter}");
  expect(screen.getByRole("treeitem", { name: /Does it answer\?/ })).toHaveFocus();
});

test("the search follows the address, so that old words do not come back", async () => {
  const fakeApi = new FakeApi();
  fakeApi.trees.add({ title: "VPN drops" });
  const { user } = openApp("/trees?q=printer");
  const field = await screen.findByLabelText("Search trees");
  expect(field).toHaveValue("printer");
  await user.click(screen.getByRole("link", { name: "Trees" }));
  await waitFor(() => expect(field).toHaveValue(""));
  expect(await screen.findByRole("link", { name: "VPN drops" })).toBeVisible();
  await user.type(field, "vpn");
  await waitFor(() => expect(address()).toBe("/trees?q=vpn"));
  expect(field).toHaveValue("vpn");
});
