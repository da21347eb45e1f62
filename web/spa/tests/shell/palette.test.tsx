import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { address, openApp } from "../app";
import { makeSession, makeUser } from "../factories";
import { FakeApi } from "../fakeApi";

test("Ctrl K, a word and Enter open a screen; Enter before any word does nothing", async () => {
  new FakeApi();
  const { user } = openApp("/account");
  await screen.findByRole("heading", { name: "Account" });
  await user.keyboard("{Control>}k{/Control}");
  const field = await screen.findByRole("combobox", { name: "Search or jump to" });
  await waitFor(() => expect(field).toHaveFocus());
  await user.keyboard("{Enter}");
  expect(address()).toBe("/account");
  await user.keyboard("queue{Enter}");
  await waitFor(() => expect(address()).toBe("/escalations"));
  expect(screen.queryByRole("combobox", { name: "Search or jump to" })).toBeNull();
});

test("the palette finds a readable session, with client, ticket and state", async () => {
  const fakeApi = new FakeApi();
  const somebody = makeUser({ name: "Lena" });
  const ended = { status: "resolved" as const, client_name: "Contoso", psa_ticket_id: "48210" };
  const found = fakeApi.add(makeSession(somebody, { title: "Printer offline", ...ended }));
  const { user } = openApp("/account");
  await user.click(await screen.findByRole("button", { name: /Search or jump to/ }));
  await user.type(await screen.findByRole("combobox"), "printer");
  const row = await screen.findByRole("option", { name: /Printer offline/ });
  expect(row).toHaveTextContent("Contoso · #48210");
  expect(row).toHaveTextContent("Resolved");
  await user.click(row);
  await waitFor(() => expect(address()).toBe(`/pilot/${found.id}`));
});

test("? shows the shortcuts of every screen, and the filter narrows them", async () => {
  new FakeApi();
  const { user } = openApp("/account");
  await screen.findByRole("heading", { name: "Account" });
  await user.keyboard("?");
  const help = within(await screen.findByRole("dialog", { name: "Keyboard shortcuts" }));
  expect(help.getByText("New line")).toBeVisible();
  await user.type(help.getByLabelText("Filter"), "queue");
  expect(help.queryByText("New line")).not.toBeInTheDocument();
  expect(help.getByText(/Pick up/)).toBeVisible();
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
});
