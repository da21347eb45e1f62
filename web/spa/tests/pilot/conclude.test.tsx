import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { localInputValue } from "~/lib/time";
import { makeFix, makeStep, NOW } from "../factories";
import { makeItem } from "../fakePsa";
import { makeTicket } from "../fakeTickets";
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

const AT_TICKET = "2026-11-20T10:00:00Z";

function connect(client: string | null = "Contoso") {
  desk.hold();
  desk.fakeApi.connected = { provider: "connectwise", is_simulated: true, is_failing: false };
  desk.fakeApi.psa.lists = {
    "statuses:1": [makeItem("17", "In progress"), makeItem("20", "Closed")],
  };
  desk.fakeApi.tickets.tickets = [makeTicket({ updated_at: AT_TICKET })];
  desk.aiSession.client_name = client;
}

test("an internal note, the status and when the ticket was seen go with the conclusion", async () => {
  connect();
  const { user, dialog } = await desk.open();
  expect(await dialog.findByText("Only your team sees it in the ticket.")).toBeVisible();
  const status = await dialog.findByLabelText("Ticket status");
  await waitFor(() => expect(status).toHaveValue("20"));
  await user.selectOptions(status, "In progress");
  await user.click(dialog.getByRole("radio", { name: "I tested it myself" }));
  await user.click(dialog.getByRole("button", { name: "Conclude" }));
  await waitFor(() =>
    expect(desk.resolved).toMatchObject({
      push_to_psa: true,
      note_public: false,
      psa_status_id: "17",
      psa_ticket_seen_at: AT_TICKET,
    }),
  );
  expect(desk.resolved).not.toHaveProperty("note_reader");
});

test("a public reply needs the tick, which Enter does not bypass, and names its reader", async () => {
  connect();
  const { user, dialog, field } = await desk.open();
  await user.click(await dialog.findByRole("button", { name: "Public reply" }));
  expect(dialog.getByText("Contoso will see this.")).toBeVisible();
  await user.click(dialog.getByRole("radio", { name: "I tested it myself" }));
  await user.type(field("Cause"), "{Enter}");
  const tick = dialog.getByRole("checkbox", { name: "I have read it as Contoso would" });
  expect(dialog.getByText("Tick it once you have read the text.")).toBeVisible();
  expect(tick).toHaveFocus();
  expect(desk.fakeApi.writesTo("/resolve")).toHaveLength(0);
  await user.click(tick);
  // What was read is not what is on the screen any more.
  await user.type(field("Cause"), " Again.");
  expect(tick).not.toBeChecked();
  await user.click(dialog.getByRole("button", { name: "Conclude and reply" }));
  expect(desk.fakeApi.writesTo("/resolve")).toHaveLength(0);
  await user.click(tick);
  await user.click(dialog.getByRole("button", { name: "Conclude and reply" }));
  await waitFor(() =>
    expect(desk.resolved).toMatchObject({ note_public: true, note_reader: "Contoso" }),
  );
});

test("without a client nothing can be public, and Nothing posts nothing", async () => {
  connect(null);
  const { user, dialog } = await desk.open();
  await user.click(await dialog.findByRole("button", { name: "Public reply" }));
  expect(dialog.getByText(/This session has no client/)).toBeVisible();
  await user.click(dialog.getByRole("radio", { name: "I tested it myself" }));
  await user.click(dialog.getByRole("button", { name: "Conclude and reply" }));
  expect(desk.fakeApi.writesTo("/resolve")).toHaveLength(0);
  await user.click(dialog.getByRole("button", { name: "Nothing" }));
  await user.click(dialog.getByRole("button", { name: "Conclude" }));
  await waitFor(() => expect(desk.resolved).toMatchObject({ push_to_psa: false }));
  expect(desk.resolved).not.toHaveProperty("psa_status_id");
});
