import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { openApp } from "../app";
import { FakeApi } from "../fakeApi";

test("the answer to a forgotten password does not reveal whether the address is known", async () => {
  const fakeApi = new FakeApi();
  const { user } = openApp("/login");
  await user.click(await screen.findByRole("link", { name: "Forgot your password?" }));
  await user.type(await screen.findByLabelText("Work email"), "sam@example.com ");
  await user.click(screen.getByRole("button", { name: "Send me a link" }));
  expect(await screen.findByRole("heading", { name: "Check your mail" })).toBeVisible();
  expect(screen.getByText(/If sam@example.com signs in here/)).toBeVisible();
  expect(fakeApi.writesTo("/password/forgot")[0]?.body).toEqual({ email: "sam@example.com" });
});

test("the link sets a new password; a used link says so and keeps what was typed", async () => {
  const fakeApi = new FakeApi();
  const message = "This link was used or has expired. Ask for a new one.";
  fakeApi.refuse("/password/reset", { status: 410, code: "reset_closed", message });
  const { user } = openApp("/reset-password?token=t-1");
  await user.type(await screen.findByLabelText("New password"), "correct horse battery");
  await user.click(screen.getByRole("button", { name: "Set password" }));
  expect(await screen.findByText(message)).toBeVisible();
  expect(screen.getByLabelText("New password")).toHaveValue("correct horse battery");
  fakeApi.refuse("/password/reset", null);
  await user.click(screen.getByRole("button", { name: "Set password" }));
  expect(await screen.findByRole("heading", { name: "Password set" })).toBeVisible();
  const body = { token: "t-1", password: "correct horse battery" };
  expect(fakeApi.writesTo("/password/reset").at(-1)?.body).toEqual(body);
});

test("an address without a token says what is missing", async () => {
  new FakeApi();
  openApp("/reset-password");
  expect(await screen.findByText(/contains no link/)).toBeVisible();
});

test("the user changes the password on the account screen", async () => {
  const fakeApi = new FakeApi();
  const errors = { current: ["This is not your password."] };
  fakeApi.refuse("/auth/password", { status: 422, code: "validation_failed", detail: errors });
  const { user } = openApp("/account");
  await user.type(await screen.findByLabelText("Current password"), "old one");
  await user.type(screen.getByLabelText("New password"), "correct horse battery");
  await user.click(screen.getByRole("button", { name: "Change" }));
  expect(await screen.findByText("This is not your password.")).toBeVisible();
  fakeApi.refuse("/auth/password", null);
  await user.click(screen.getByRole("button", { name: "Change" }));
  expect(await screen.findByText(/Your other logins have ended/)).toBeVisible();
  await waitFor(() => expect(screen.getByLabelText("Current password")).toHaveValue(""));
});

test("a password manager can tell whose password a form sets", async () => {
  const fakeApi = new FakeApi();
  const { container, unmount } = openApp("/account");
  await screen.findByLabelText("Current password");
  const username = container.querySelector<HTMLInputElement>("#password [autocomplete=username]");
  expect(username).toHaveValue(fakeApi.user.email);
  unmount();
  for (const address of ["/reset-password?token=t-1", "/invite?token=t-1"]) {
    const view = openApp(address);
    expect(await screen.findByLabelText("Work email")).toHaveAttribute("autocomplete", "username");
    view.unmount();
  }
});

test("the first wrong field gets the focus, and each is named", async () => {
  const fakeApi = new FakeApi();
  const detail = { new: ["Use at least 10 characters."], current: ["This is not your password."] };
  fakeApi.refuse("/auth/password", { status: 422, code: "validation_failed", detail });
  const { user } = openApp("/account");
  await user.type(await screen.findByLabelText("Current password"), "old one");
  await user.type(screen.getByLabelText("New password"), "short");
  await user.click(screen.getByRole("button", { name: "Change" }));
  expect(await screen.findByText(/Current password: This is not your password\./)).toBeVisible();
  expect(screen.getByText(/New password: Use at least 10 characters\./)).toBeVisible();
  expect(screen.getByLabelText("Current password")).toHaveFocus();
});

test("registering names the wrong field and focuses it", async () => {
  const fakeApi = new FakeApi();
  const detail = { email: ["Not a valid email address."], password: ["Too short."] };
  fakeApi.refuse("/auth/register", { status: 422, code: "validation_failed", detail });
  const { user } = openApp("/register");
  await user.type(await screen.findByLabelText("Company"), "Acme");
  await user.type(screen.getByLabelText("Work email"), "sam@acme");
  await user.type(screen.getByLabelText("Your name"), "Sam");
  await user.type(screen.getByLabelText("Password"), "short");
  await user.click(screen.getByRole("button", { name: "Register" }));
  expect(await screen.findByText("Work email: Not a valid email address.")).toBeVisible();
  expect(screen.getByText("Password: Too short.")).toBeVisible();
  expect(screen.getByLabelText("Work email")).toHaveFocus();
});
