import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { localInputValue } from "~/lib/time";
import { makeFix, makeStep, NOW } from "../factories";
import { ConcludeDesk, DRAFT } from "./concludeDesk";

let desk: ConcludeDesk;

beforeEach(() => {
  desk = new ConcludeDesk();
});

test("the drafted sections, the answer and the time are what is recorded", async () => {
  desk.hold();
  const { user, dialog, field } = await desk.open();
  await waitFor(() => expect(field("Cause")).toHaveValue(DRAFT.cause));
  await user.click(dialog.getByRole("radio", { name: "I tested it myself" }));
  await user.clear(field("Fix"));
  await user.type(field("Fix"), "Removed eleven old copies.");
  await user.click(dialog.getByRole("button", { name: "Conclude" }));
  await waitFor(() => expect(desk.fakeApi.writesTo("/resolve")).toHaveLength(1));
  expect(desk.resolved).toEqual({
    documentation: {
      sections: {
        problem: DRAFT.problem,
        cause: DRAFT.cause,
        resolution: "Removed eleven old copies.",
        verification: DRAFT.verification,
      },
    },
    time_spent_minutes: 15,
    verified_by: "tested",
    push_to_psa: false,
  });
  expect(await screen.findByText("Session resolved")).toBeVisible();
});

test("edits survive a reload and end when the session is concluded", async () => {
  desk.hold();
  const first = await desk.open();
  await waitFor(() => expect(first.field("Cause")).toHaveValue(DRAFT.cause));
  await first.user.type(first.field("Cause"), " Since Friday.");
  await first.user.click(first.dialog.getByRole("radio", { name: "The user confirmed" }));
  cleanup();
  const { user, dialog, field } = await desk.open();
  expect(field("Cause")).toHaveValue(`${DRAFT.cause} Since Friday.`);
  expect(dialog.getByRole("radio", { name: "The user confirmed" })).toBeChecked();
  await user.click(dialog.getByRole("button", { name: "Conclude" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  expect(
    localStorage.getItem(`fp:${desk.fakeApi.user.id}:conclude:${desk.aiSession.id}`),
  ).toBeNull();
});

test("closing with edited text asks once, and Discard forgets it", async () => {
  desk.hold();
  const { user, dialog, field } = await desk.open();
  await waitFor(() => expect(field("Cause")).toHaveValue(DRAFT.cause));
  await user.type(field("Cause"), " Since Friday.");
  await user.keyboard("{Escape}");
  await user.click(dialog.getByRole("button", { name: "Keep writing" }));
  expect(field("Cause")).toHaveValue(`${DRAFT.cause} Since Friday.`);
  await user.keyboard("{Escape}");
  await user.click(dialog.getByRole("button", { name: "Discard" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  await user.click(await screen.findByRole("button", { name: "Conclude" }));
  const again = within(await screen.findByRole("dialog", { name: "Conclude" }));
  await waitFor(() =>
    expect(again.getByRole("textbox", { name: "Cause" })).toHaveValue(DRAFT.cause),
  );
});

test("closing without edits asks nothing", async () => {
  desk.hold();
  const { user, field } = await desk.open();
  await waitFor(() => expect(field("Cause")).toHaveValue(DRAFT.cause));
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
});

test("Enter leads to the question that has no answer; Shift+Enter adds a line", async () => {
  desk.hold();
  const { user, dialog, field } = await desk.open();
  await waitFor(() => expect(field("Problem")).toHaveFocus());
  await waitFor(() => expect(field("Cause")).toHaveValue(DRAFT.cause));
  await user.type(field("Cause"), "{Shift>}{Enter}{/Shift}Since Friday.{Enter}");
  expect(field("Cause")).toHaveValue(`${DRAFT.cause}\nSince Friday.`);
  expect(dialog.getByText("Choose how you know it.")).toBeVisible();
  expect(dialog.getByRole("radio", { name: "I tested it myself" })).toHaveFocus();
  expect(desk.fakeApi.writesTo("/resolve")).toHaveLength(0);
  await user.keyboard(" {Enter}");
  await waitFor(() => expect(desk.resolved).toMatchObject({ verified_by: "tested" }));
});

test("Watched until needs a time in the future and sends it", async () => {
  desk.hold();
  const { user, dialog } = await desk.open();
  await user.click(dialog.getByRole("radio", { name: "Watched until …" }));
  const until = dialog.getByLabelText("Watched until");
  await user.clear(until);
  await user.type(until, "2020-01-01T10:00");
  await user.click(dialog.getByRole("button", { name: "Conclude" }));
  expect(until).toHaveAccessibleDescription("Enter a time in the future.");
  const tomorrow = localInputValue(Date.now() + 86_400_000);
  await user.clear(until);
  await user.type(until, tomorrow);
  await user.click(dialog.getByRole("button", { name: "Conclude" }));
  await waitFor(() =>
    expect(desk.resolved).toMatchObject({
      verified_by: "watched",
      watch_until: new Date(tomorrow).toISOString(),
    }),
  );
});

test("the proposed time says what it is based on, and a typed one replaces it", async () => {
  desk.hold();
  const at = (minute: number) =>
    makeStep({ created_at: new Date(Date.UTC(2026, 0, 1, 10, minute)).toISOString() });
  const { user, dialog } = await desk.open({ steps: [at(0), at(6), at(13)] });
  const time = dialog.getByLabelText("Time spent");
  await waitFor(() => expect(time).toHaveValue("15"));
  expect(time).toHaveAccessibleDescription("13 min of activity, rounded up to 15.");
  await user.click(dialog.getByRole("radio", { name: "Not verified yet" }));
  await user.clear(time);
  await user.type(time, "an hour{Enter}");
  expect(time).toHaveAccessibleDescription("Whole minutes, at most a week.");
  expect(desk.fakeApi.writesTo("/resolve")).toHaveLength(0);
  await user.clear(time);
  await user.type(time, "40{Enter}");
  await waitFor(() =>
    expect(desk.resolved).toMatchObject({ time_spent_minutes: 40, verified_by: "none" }),
  );
});

test("it says what goes where: nothing to the ticket, nothing to the client", async () => {
  desk.hold();
  const { dialog } = await desk.open();
  const place = within(dialog.getByRole("region", { name: "Post to ticket #48231" }));
  expect(place.getByText(/No PSA connected/)).toBeVisible();
  expect(place.getByText(/Contoso will not see it/)).toBeVisible();
  expect(dialog.queryByText(/public/i)).not.toBeInTheDocument();
});

test("a fix that waits for verification counts as a success before a draft is asked for", async () => {
  const fix = makeFix({
    session_id: desk.aiSession.id,
    status: "applied_pending",
    applied_at: NOW,
    pending_reason: "A reboot",
  });
  const { dialog } = await desk.open({ fixes: [fix] });
  expect(await dialog.findByText("Recorded: the fix worked.")).toBeVisible();
  await waitFor(() => expect(desk.fakeApi.writesTo("/documentation")).toHaveLength(1));
  const paths = desk.fakeApi.writes.map((write) => write.path.split("/").at(-1));
  expect(paths.indexOf("outcome")).toBeLessThan(paths.indexOf("documentation"));
});

test("a fix that is being verified is asked about first, and may be left as it is", async () => {
  const fix = makeFix({ session_id: desk.aiSession.id, applied_at: NOW });
  const { user, dialog } = await desk.open({ fixes: [fix] });
  expect(dialog.getByText(/This fix still needs an outcome/)).toBeVisible();
  expect(desk.fakeApi.writesTo("/documentation")).toHaveLength(0);
  await user.click(dialog.getByRole("radio", { name: "Leave it as it is" }));
  await user.click(dialog.getByRole("button", { name: "Continue" }));
  await waitFor(() => expect(dialog.getByRole("textbox", { name: "Problem" })).toHaveFocus());
  expect(desk.fakeApi.writesTo("/outcome")).toHaveLength(0);
});

test("a refused conclusion keeps the text and says why", async () => {
  desk.hold();
  desk.fakeApi.refuse("/resolve", {
    status: 409,
    code: "session_closed",
    message: "This session is closed.",
  });
  const { user, dialog, field } = await desk.open();
  await waitFor(() => expect(field("Cause")).toHaveValue(DRAFT.cause));
  await user.type(field("Cause"), " Since Friday.");
  await user.click(dialog.getByRole("radio", { name: "I tested it myself" }));
  await user.click(dialog.getByRole("button", { name: "Conclude" }));
  expect(await dialog.findByText(/Your text is kept\. This session is closed\./)).toBeVisible();
  expect(field("Cause")).toHaveValue(`${DRAFT.cause} Since Friday.`);
});
