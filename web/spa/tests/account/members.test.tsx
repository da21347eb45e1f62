import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { User } from "~/api/types";
import { openApp } from "../app";
import { stopClock } from "../clock";
import { makeUser } from "../factories";
import { FakeApi } from "../fakeApi";

function team(role: User["role"] = "owner") {
  const fakeApi = new FakeApi();
  fakeApi.user = makeUser({ name: "Olga Vance", email: "olga@acme.test", role });
  const sam = makeUser({ name: "Sam Keller" });
  const priya = makeUser({ name: "Priya Nair", email: "priya@acme.test" });
  const ada = makeUser({ name: "Ada Reyes", email: "ada@acme.test", role: "admin" });
  const vic = makeUser({ name: "Vic Tran", email: "vic@acme.test", role: "viewer" });
  fakeApi.members = [fakeApi.user, sam, priya, ada, vic];
  return { fakeApi, sam, priya, ada, vic };
}

function row(name: string) {
  return within(screen.getByRole("row", { name: new RegExp(name) }));
}

async function choose(user: ReturnType<typeof openApp>["user"], name: string, act: RegExp) {
  await user.click(await screen.findByRole("button", { name: `Actions for ${name}` }));
  await user.click(await screen.findByRole("menuitem", { name: act }));
  return within(await screen.findByRole("dialog"));
}

test("each member has a role and a state", async () => {
  const { fakeApi, vic } = team();
  fakeApi.members = fakeApi.members.map((member) =>
    member.id === vic.id ? { ...member, is_active: false } : member,
  );
  openApp("/account");
  expect(await screen.findByLabelText("Role of Sam Keller")).toHaveValue("engineer");
  expect(row("Vic Tran").getByText("Deactivated")).toBeVisible();
  expect(row("Olga Vance").getByText("you")).toBeVisible();
});

test("a role change names the person and takes effect only after confirmation", async () => {
  const { fakeApi, sam } = team();
  const { user } = openApp("/account");
  const choice = await screen.findByLabelText("Role of Sam Keller");
  await user.selectOptions(choice, "admin");
  const dialog = within(await screen.findByRole("dialog", { name: "Make Sam Keller an admin?" }));
  expect(choice).toHaveValue("engineer");
  expect(dialog.queryByText(/open sessions/)).toBeNull();
  await user.click(dialog.getByRole("button", { name: "Cancel" }));
  expect(fakeApi.writes).toEqual([]);
  await user.selectOptions(choice, "admin");
  await user.click(await screen.findByRole("button", { name: "Change role" }));
  await waitFor(() => expect(choice).toHaveValue("admin"));
  expect(fakeApi.writesTo(`/members/${sam.id}`)[0]?.body).toEqual({ role: "admin", work: "queue" });
});

test("making a member a viewer asks where their open sessions go", async () => {
  const { fakeApi, sam } = team();
  const { user } = openApp("/account");
  await user.selectOptions(await screen.findByLabelText("Role of Sam Keller"), "viewer");
  const dialog = within(await screen.findByRole("dialog"));
  expect(dialog.getByText("Where do the open sessions of Sam Keller go?")).toBeVisible();
  await user.click(dialog.getByRole("button", { name: "Change role" }));
  await waitFor(() => expect(fakeApi.writesTo(`/members/${sam.id}`)).toHaveLength(1));
  expect(fakeApi.writes[0]?.body).toEqual({ role: "viewer", work: "queue" });
});

test("removing a member asks first, names them and sends their work to the chosen person", async () => {
  const { fakeApi, sam, priya } = team();
  const { user } = openApp("/account");
  const dialog = await choose(user, "Sam Keller", /Remove/);
  expect(dialog.getByText(/Sam Keller \(sam@acme.test\)/)).toBeVisible();
  expect(dialog.getByRole("button", { name: "Cancel" })).toHaveFocus();
  await user.click(dialog.getByLabelText("To one person"));
  const person = dialog.getByLabelText("Person");
  const names = within(person).getAllByRole("option");
  expect(names.map((option) => option.textContent)).toEqual([
    "Olga Vance",
    "Priya Nair",
    "Ada Reyes",
  ]);
  await user.selectOptions(person, priya.id);
  await user.click(dialog.getByRole("button", { name: "Remove Sam Keller" }));
  await waitFor(() => expect(screen.queryByText("Sam Keller")).toBeNull());
  expect(fakeApi.writesTo(`/members/${sam.id}`)[0]?.search).toBe(`?work=${priya.id}`);
});

test("a double click does not confirm the dialog that it opened", async () => {
  const { fakeApi } = team();
  const { fastUser, user } = openApp("/account");
  await user.click(await screen.findByRole("button", { name: "Actions for Sam Keller" }));
  stopClock();
  await user.click(await screen.findByRole("menuitem", { name: /Remove/ }));
  await fastUser.dblClick(await screen.findByRole("button", { name: "Remove Sam Keller" }));
  expect(fakeApi.writes).toEqual([]);
  await fastUser.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(fakeApi.writes).toEqual([]);
});

test("deactivating asks first, and a deactivated member can be activated again", async () => {
  const { fakeApi, sam } = team();
  const { user } = openApp("/account");
  const dialog = await choose(user, "Sam Keller", /Deactivate/);
  await user.click(dialog.getByRole("button", { name: "Deactivate Sam Keller" }));
  expect(await row("Sam Keller").findByText("Deactivated")).toBeVisible();
  const again = await choose(user, "Sam Keller", /Activate/);
  expect(again.queryByText(/open sessions/)).toBeNull();
  await user.click(again.getByRole("button", { name: "Activate" }));
  expect(await row("Sam Keller").findByText("Active")).toBeVisible();
  expect(fakeApi.writesTo(`/members/${sam.id}`).map(({ body }) => body)).toEqual([
    { is_active: false, work: "queue" },
    { is_active: true, work: "queue" },
  ]);
});

test("the last owner can neither be removed nor get another role", async () => {
  team();
  openApp("/account");
  expect(await screen.findByLabelText("Role of Sam Keller")).toBeVisible();
  expect(screen.queryByLabelText("Role of Olga Vance")).toBeNull();
  expect(screen.queryByRole("button", { name: "Actions for Olga Vance" })).toBeNull();
  expect(row("Olga Vance").getByText("only owner")).toBeVisible();
});

test("an admin can neither change an owner nor grant the role owner", async () => {
  const { fakeApi } = team("admin");
  fakeApi.members.push(makeUser({ name: "Omar Diaz", role: "owner" }));
  openApp("/account");
  const options = within(await screen.findByLabelText("Role of Sam Keller")).getAllByRole("option");
  expect(options.map((option) => option.textContent)).toEqual(["Admin", "Engineer", "Viewer"]);
  expect(screen.queryByLabelText("Role of Omar Diaz")).toBeNull();
});

test("an engineer can only read the members", async () => {
  team("engineer");
  openApp("/account");
  expect(await screen.findByText("Priya Nair")).toBeVisible();
  expect(screen.queryByLabelText("Role of Sam Keller")).toBeNull();
  expect(screen.queryByRole("heading", { name: "Invited" })).toBeNull();
});

test("a refusal shows in the dialog, and nothing changes", async () => {
  const { fakeApi, sam } = team();
  const message = "This is the account's last owner. Make somebody else an owner first.";
  fakeApi.refuse(`/members/${sam.id}`, { status: 409, code: "last_owner", message });
  const { user } = openApp("/account");
  const dialog = await choose(user, "Sam Keller", /Remove/);
  await user.click(dialog.getByRole("button", { name: "Remove Sam Keller" }));
  expect(await dialog.findByText(`Nothing changed. ${message}`)).toBeVisible();
});

test("a large account has a search by name or address", async () => {
  const { fakeApi } = team();
  fakeApi.members.push(...[1, 2, 3, 4].map((n) => makeUser({ name: `Engineer ${n}` })));
  const { user } = openApp("/account");
  await user.type(await screen.findByLabelText("Search members"), "PRIYA@");
  expect(screen.getByText("Priya Nair")).toBeVisible();
  expect(screen.queryByText("Ada Reyes")).toBeNull();
});
