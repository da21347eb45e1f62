import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { User } from "~/api/types";
import { amountText, dollars, microsOf } from "~/lib/money";
import { openApp } from "../app";
import { makeAiUsage, makeUser } from "../factories";
import { FakeApi } from "../fakeApi";

const DOLLAR = 1_000_000;
const LINE = { calls: 3, input_tokens: 1_200, output_tokens: 90, cost_micros: 2 * DOLLAR };

function account(role: User["role"], usage = makeAiUsage()) {
  const fakeApi = new FakeApi();
  fakeApi.user = makeUser({ name: "Olga Vance", role });
  fakeApi.account.aiUsage = usage;
  return fakeApi;
}

const SPENT = makeAiUsage({
  level: "near",
  budget_micros: 10 * DOLLAR,
  used_micros: 8.5 * DOLLAR,
  left_micros: 1.5 * DOLLAR,
  hard_stop: true,
  by_task: [{ task: "chat_reply", ...LINE }],
  by_user: [{ user: { id: "u1", name: "Sam Keller" }, ...LINE }],
  by_model: [{ model: "claude-sonnet-5-5", ...LINE }],
  by_day: [{ day: "2026-11-02", ...LINE }],
});

test("an admin sees what was spent by task, person and model, and what is left", async () => {
  account("admin", SPENT);
  openApp("/account");
  const section = within(await screen.findByRole("region", { name: "AI usage" }));
  expect(await section.findByText(/of \$10.00 spent, \$1.50 left/)).toBeVisible();
  const row = within(section.getByRole("row", { name: /Chat replies/ }));
  expect(row.getByText("$2.00")).toBeVisible();
  expect(section.getByRole("row", { name: /Sam Keller/ })).toBeVisible();
  expect(section.getByRole("row", { name: /claude-sonnet-5-5/ })).toBeVisible();
  expect(section.queryByRole("button", { name: "Save" })).toBeNull();
});

test("a role owner sets the budget, and an amount that cannot be read is not sent", async () => {
  const fakeApi = account("owner");
  const { user } = openApp("/account");
  const form = within(await screen.findByRole("form", { name: "AI budget" }));
  const field = form.getByLabelText("Monthly budget in US dollars");
  await user.type(field, "lots");
  await user.click(form.getByRole("button", { name: "Save" }));
  expect(await screen.findByText(/Enter an amount/)).toBeVisible();
  expect(fakeApi.writes).toEqual([]);
  await user.clear(field);
  await user.type(field, "$1,250.50");
  await user.click(form.getByLabelText("Stop the copilot when it is used up"));
  await user.click(form.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(fakeApi.writes).toHaveLength(1));
  expect(fakeApi.writes[0]?.body).toEqual({ monthly_micros: 1_250.5 * DOLLAR, hard_stop: true });
  expect(await screen.findByText(/of \$1,250.50 spent/)).toBeVisible();
});

test("engineers read neither costs nor a warning before the copilot stops", async () => {
  account("engineer", SPENT);
  openApp("/account");
  await screen.findByRole("region", { name: "Members" });
  expect(screen.queryByRole("region", { name: "AI usage" })).toBeNull();
  expect(screen.queryByRole("region", { name: "AI budget" })).toBeNull();
});

test("an admin is warned at 80 %, with a way to the usage", async () => {
  account("admin", SPENT);
  openApp("/");
  const banner = within(await screen.findByRole("region", { name: "AI budget" }));
  expect(banner.getByText("85 % of this month's AI budget is used.")).toBeVisible();
  expect(banner.getByRole("link", { name: "See AI usage" })).toHaveAttribute(
    "href",
    "/account#ai-usage",
  );
});

test("everybody is told when the copilot has stopped, and what goes on", async () => {
  account("engineer", { ...SPENT, level: "exhausted", used_micros: 10 * DOLLAR });
  openApp("/");
  const banner = within(await screen.findByRole("region", { name: "AI budget" }));
  expect(banner.getByText(/The copilot does not answer/)).toBeVisible();
  expect(banner.getByText("An owner of the account can raise it.")).toBeVisible();
});

test("amounts are shown in dollars and read as people type them", () => {
  expect(dollars(0)).toBe("$0.00");
  expect(dollars(1_234)).toBe("$0.0012");
  expect(dollars(2_500_000)).toBe("$2.50");
  expect(microsOf(" $1,000.25 ")).toBe(1_000_250_000);
  for (const wrong of ["", "abc", "-1", "1.2.3", "1e9", "0x10"]) expect(microsOf(wrong)).toBeNull();
  expect(amountText(2_500_000)).toBe("2.5");
});
