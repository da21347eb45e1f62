import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { openApp } from "../app";
import { World } from "../world";

test("a forgotten password is asked for by address, and nobody learns whether it is known", async () => {
  const world = new World();
  const { user } = openApp("/login");
  await user.click(await screen.findByRole("link", { name: "Forgot your password?" }));
  await user.type(await screen.findByLabelText("Work email"), "sam@example.com ");
  await user.click(screen.getByRole("button", { name: "Send me a link" }));
  expect(await screen.findByRole("heading", { name: "Look into your mail" })).toBeVisible();
  expect(screen.getByText(/If sam@example.com signs in here/)).toBeVisible();
  expect(world.writesTo("/password/forgot")[0]?.body).toEqual({ email: "sam@example.com" });
});

test("the link sets a new password; one that is used up says so and keeps what was typed", async () => {
  const world = new World();
  const message = "This link was used or has expired. Ask for a new one.";
  world.refuse("/password/reset", { status: 410, code: "reset_closed", message });
  const { user } = openApp("/reset-password?token=t-1");
  await user.type(await screen.findByLabelText("New password"), "correct horse battery");
  await user.click(screen.getByRole("button", { name: "Set password" }));
  expect(await screen.findByText(message)).toBeVisible();
  expect(screen.getByLabelText("New password")).toHaveValue("correct horse battery");
  world.refuse("/password/reset", null);
  await user.click(screen.getByRole("button", { name: "Set password" }));
  expect(await screen.findByRole("heading", { name: "Password set" })).toBeVisible();
  const body = { token: "t-1", password: "correct horse battery" };
  expect(world.writesTo("/password/reset").at(-1)?.body).toEqual(body);
});

test("an address without a link says what is missing", async () => {
  new World();
  openApp("/reset-password");
  expect(await screen.findByText(/has no link in it/)).toBeVisible();
});

test("one's password is changed in the account", async () => {
  const world = new World();
  const errors = { current: ["This is not your password."] };
  world.refuse("/auth/password", { status: 422, code: "validation_failed", detail: errors });
  const { user } = openApp("/account");
  await user.type(await screen.findByLabelText("Current password"), "old one");
  await user.type(screen.getByLabelText("New password"), "correct horse battery");
  await user.click(screen.getByRole("button", { name: "Change" }));
  expect(await screen.findByText("This is not your password.")).toBeVisible();
  world.refuse("/auth/password", null);
  await user.click(screen.getByRole("button", { name: "Change" }));
  expect(await screen.findByText(/Your other logins have ended/)).toBeVisible();
  await waitFor(() => expect(screen.getByLabelText("Current password")).toHaveValue(""));
});
