import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { acceptLinks } from "~/account/acceptLinks";
import { openApp } from "../app";
import { stopClock } from "../clock";
import { makeInvitation, makeUser } from "../factories";
import { FakeApi } from "../fakeApi";

function office() {
  acceptLinks.set({});
  const fakeApi = new FakeApi();
  fakeApi.user = makeUser({ name: "Olga Vance", role: "owner" });
  fakeApi.members = [fakeApi.user];
  return fakeApi;
}

function item(email: string) {
  const found = screen.getAllByRole("listitem").find((each) => each.textContent?.includes(email));
  if (!found) throw new Error(`Nobody invited as ${email}`);
  return within(found);
}

test("invitations are listed with role, state and remaining time", async () => {
  const fakeApi = office();
  fakeApi.invitations = [
    makeInvitation(fakeApi.user),
    makeInvitation(fakeApi.user, { email: "old@acme.test", state: "expired" }),
    makeInvitation(fakeApi.user, { email: "in@acme.test", state: "accepted" }),
    makeInvitation(fakeApi.user, { email: "out@acme.test", state: "revoked" }),
  ];
  openApp("/account");
  expect(await screen.findByText("lee@acme.test")).toBeVisible();
  expect(item("lee@acme.test").getByText("Open")).toBeVisible();
  expect(item("lee@acme.test").getByText(/[45] d left/)).toBeVisible();
  expect(item("old@acme.test").getByText("Expired")).toBeVisible();
  expect(screen.getByText("Accepted and revoked (2)")).toBeVisible();
  expect(item("in@acme.test").queryByRole("button", { hidden: true })).toBeNull();
});

test("the links of several open invitations stay visible at the same time", async () => {
  office();
  const { user } = openApp("/account");
  for (const email of ["one@acme.test", "two@acme.test"]) {
    await user.type(await screen.findByLabelText("Work email"), email);
    await user.click(screen.getByRole("button", { name: "Invite" }));
    expect(await screen.findByText(email)).toBeVisible();
  }
  const links = Object.values(acceptLinks.get());
  expect(links).toHaveLength(2);
  for (const link of links) expect(screen.getByText(link)).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Copy the link for one@acme.test" }));
  expect(await navigator.clipboard.readText()).toBe(links[0]);
});

test("a resent invitation shows its new link", async () => {
  const fakeApi = office();
  const invitation = makeInvitation(fakeApi.user);
  fakeApi.invitations = [invitation];
  const { user, fastUser } = openApp("/account");
  const resend = await screen.findByRole("button", { name: "Resend to lee@acme.test" });
  await waitFor(() => expect(resend).not.toHaveAttribute("aria-disabled"));
  await user.click(resend);
  await fastUser.click(resend);
  const link = await waitFor(() => {
    const found = acceptLinks.get()[invitation.id];
    expect(found).toBeDefined();
    return found as string;
  });
  expect(screen.getByText(link)).toBeVisible();
  expect(fakeApi.writesTo("/resend")[0]?.key).toBeTruthy();
});

test("revoking asks first and removes the link", async () => {
  const fakeApi = office();
  const { user, fastUser } = openApp("/account");
  await user.type(await screen.findByLabelText("Work email"), "lee@acme.test");
  await user.click(screen.getByRole("button", { name: "Invite" }));
  const name = "Revoke the invitation of lee@acme.test";
  await screen.findByRole("button", { name });
  stopClock();
  await user.click(await screen.findByRole("button", { name }));
  const dialog = within(await screen.findByRole("dialog", { name: "Revoke the invitation?" }));
  await fastUser.dblClick(dialog.getByRole("button", { name: "Revoke" }));
  expect(fakeApi.deletes).toEqual([]);
  await user.click(dialog.getByRole("button", { name: "Revoke" }));
  expect(await screen.findByText("Accepted and revoked (1)")).toBeVisible();
  expect(fakeApi.deletes).toHaveLength(1);
  expect(acceptLinks.get()).toEqual({});
});

test("a wrong address is reported under its field's name, and the field gets the focus", async () => {
  const fakeApi = office();
  const detail = { email: ["Not a valid email address."] };
  fakeApi.refuse("/account/invitations", { status: 422, code: "validation_failed", detail });
  const { user } = openApp("/account");
  const field = await screen.findByLabelText("Work email");
  await user.type(field, "lee@acme");
  await user.click(screen.getByRole("button", { name: "Invite" }));
  expect(await screen.findByText(/Work email: Not a valid email address\./)).toBeVisible();
  expect(field).toHaveFocus();
  expect(field).toHaveAttribute("aria-invalid", "true");
});

test("a member's address is reported at the field", async () => {
  const fakeApi = office();
  const message = "This person is already a member of your account.";
  fakeApi.refuse("/account/invitations", { status: 409, code: "already_member", message });
  const { user } = openApp("/account");
  const field = await screen.findByLabelText("Work email");
  await user.type(field, "priya@acme.test");
  await user.click(screen.getByRole("button", { name: "Invite" }));
  expect(await screen.findByText(`Not invited. ${message}`)).toBeVisible();
  expect(field).toHaveAccessibleDescription(message);
  expect(field).toHaveFocus();
});
