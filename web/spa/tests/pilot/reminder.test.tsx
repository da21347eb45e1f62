/** A fix that waits may have a reminder at a time that the engineer chooses. */
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import {
  fromLocalInput,
  reminderChoices,
  reminderProblem,
  toLocalInput,
} from "~/pilot/fix/reminder";
import { openApp } from "../app";
import { makeFix, makeSession, NOW } from "../factories";
import { FakeApi } from "../fakeApi";

const at = (hour: number, minute = 0) => new Date(2026, 10, 28, hour, minute).getTime();

test("in the morning there are an hour, this evening and tomorrow morning, in local time", () => {
  expect(reminderChoices(at(9, 12))).toEqual([
    { value: new Date(at(10, 12)).toISOString(), label: "In 1 hour, 10:12" },
    { value: new Date(at(18)).toISOString(), label: "This evening, 18:00" },
    { value: new Date(2026, 10, 29, 9).toISOString(), label: "Tomorrow morning, 09:00" },
  ]);
});

test("this evening is not offered when it has come", () => {
  expect(reminderChoices(at(17, 30)).map(({ label }) => label)).toEqual([
    "In 1 hour, 18:30",
    "Tomorrow morning, 09:00",
  ]);
});

test("a chosen time is local and survives the way through the input", () => {
  expect(toLocalInput(at(7, 5))).toBe("2026-11-28T07:05");
  expect(fromLocalInput("2026-11-28T07:05")).toBe(new Date(at(7, 5)).toISOString());
  expect(fromLocalInput("")).toBeNull();
});

test("a time that is missing or has passed is a problem; none is not", () => {
  expect(reminderProblem("", at(9))).toBe("Choose a time.");
  expect(reminderProblem(new Date(at(8)).toISOString(), at(9))).toBe("This time has passed.");
  expect(reminderProblem(new Date(at(10)).toISOString(), at(9))).toBeUndefined();
  expect([null, undefined].map((none) => reminderProblem(none, at(9)))).toEqual([
    undefined,
    undefined,
  ]);
});

async function openPending(remindAt: string | null = null) {
  const fakeApi = new FakeApi();
  const aiSession = makeSession(fakeApi.user);
  const pending = {
    status: "applied_pending",
    applied_at: NOW,
    pending_reason: "A reboot",
  } as const;
  fakeApi.add(
    aiSession,
    [],
    [makeFix({ session_id: aiSession.id, ...pending, remind_at: remindAt })],
  );
  const app = openApp(`/pilot/${aiSession.id}`);
  const banner = within(await screen.findByRole("region", { name: "Suggested fix" }));
  const update = await banner.findByRole("button", { name: "Update reason" });
  await waitFor(() => expect(update).not.toHaveAttribute("aria-disabled"));
  await app.user.click(update);
  const reminder = await banner.findByRole("combobox", { name: "Reminder" });
  return { fakeApi, banner, reminder, ...app };
}

async function record({ banner, user }: Awaited<ReturnType<typeof openPending>>) {
  await user.click(banner.getByRole("textbox", { name: "Waiting on what?" }));
  await user.keyboard("{Enter}");
}

test("an offered time is sent with the reason", async () => {
  const opened = await openPending();
  const option = within(opened.reminder).getByRole<HTMLOptionElement>("option", {
    name: /^Tomorrow morning/,
  });
  await opened.user.selectOptions(opened.reminder, option);
  await record(opened);
  await waitFor(() =>
    expect(opened.fakeApi.writesTo("/outcome")[0]?.body).toEqual({
      outcome: "applied_pending",
      notes: "A reboot",
      remind_at: option.value,
    }),
  );
  expect(
    await opened.banner.findByText(/Waits on: A reboot · Reminder Tomorrow 09:00/),
  ).toBeVisible();
});

test("a new reason leaves the reminder as it is", async () => {
  const opened = await openPending("2031-01-01T08:00:00Z");
  expect(opened.reminder).toHaveDisplayValue(/^Reminder 1 Jan/);
  await record(opened);
  await waitFor(() =>
    expect(opened.fakeApi.writesTo("/outcome")[0]?.body).toEqual({
      outcome: "applied_pending",
      notes: "A reboot",
    }),
  );
});

test("another time has to be chosen before it is sent", async () => {
  const opened = await openPending();
  const { user, banner, reminder, fakeApi } = opened;
  await user.selectOptions(reminder, "Another time…");
  await record(opened);
  expect(await banner.findByText("Choose a time.")).toBeVisible();
  expect(fakeApi.writesTo("/outcome")).toHaveLength(0);
  await user.type(banner.getByLabelText("Remind me at"), "2031-02-03T10:15");
  await record(opened);
  await waitFor(() =>
    expect(fakeApi.writesTo("/outcome")[0]?.body).toMatchObject({
      remind_at: new Date(2031, 1, 3, 10, 15).toISOString(),
    }),
  );
});
