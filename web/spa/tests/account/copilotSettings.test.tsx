import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openApp } from "../app";
import { makeUser } from "../factories";
import { FakeApi } from "../fakeApi";

test("an admin decides what the copilot sees and how the time is rounded", async () => {
  const fakeApi = new FakeApi();
  fakeApi.user = makeUser({ name: "Ada Reyes", role: "admin" });
  const { user } = openApp("/account");
  const form = within(await screen.findByRole("form", { name: "Copilot and documentation" }));
  const images = form.getByLabelText(/Engineers may attach images/);
  expect(images).toBeChecked();
  await user.click(images);
  await user.click(form.getByLabelText(/Mask e-mail addresses/));
  await user.selectOptions(form.getByLabelText(/Round the proposed time/), "15 min");
  expect(form.getByText("Unsaved changes")).toBeVisible();
  await user.click(form.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(fakeApi.writesTo("/account")).toHaveLength(1));
  const settings = {
    time_unit_minutes: 15,
    redact_contacts: true,
    ask_to_templatize: true,
    images: false,
  };
  expect(fakeApi.writesTo("/account")[0]?.body).toEqual({ settings });
  await waitFor(() => expect(screen.queryByText("Unsaved changes")).toBeNull());
});

test("engineers do not see the settings", async () => {
  new FakeApi();
  openApp("/account");
  await screen.findByRole("region", { name: "Password" });
  expect(screen.queryByRole("form", { name: "Copilot and documentation" })).toBeNull();
});
