import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openApp } from "../app";
import { FakeEventSource } from "../eventSource";
import { makeSession } from "../factories";
import { FakeApi } from "../fakeApi";
import { makePush, makeTicket } from "../fakeTickets";

const QUEUED = { status: "queued", error: null, error_message: null } as const;

test("what became of the note is told live, with what failed and a retry", async () => {
  const fakeApi = new FakeApi();
  fakeApi.connected = { provider: "connectwise", is_simulated: true, is_failing: false };
  fakeApi.tickets.tickets = [makeTicket()];
  fakeApi.tickets.push = makePush({
    status: "queued",
    sent_at: null,
    error: "psa_unavailable",
    error_message: "The ticket system has a fault.",
    status_change: QUEUED,
  });
  const aiSession = fakeApi.add(makeSession(fakeApi.user, { psa_ticket_id: "48231" }));
  const { user } = openApp(`/pilot/${aiSession.id}`);
  const state = await screen.findByText("Not posted yet: retrying");
  const place = within(state.closest("[role=status]") as HTMLElement);
  expect(place.getByText("The ticket system has a fault.")).toBeVisible();
  await user.click(place.getByRole("button", { name: "Retry now" }));
  await waitFor(() => expect(fakeApi.writesTo("/psa-push")).toHaveLength(1));
  expect(await screen.findByText("Posting to #48231…")).toBeVisible();
  const changed = "Somebody changed the ticket meanwhile, so its status was left alone.";
  fakeApi.tickets.push = makePush({
    status_change: {
      ...QUEUED,
      status: "skipped",
      error: "ticket_changed",
      error_message: changed,
    },
  });
  FakeEventSource.current.emit("psa_push_changed", { session_id: aiSession.id, status: "sent" });
  expect(await screen.findByText(/^Posted to #48231/)).toBeVisible();
  expect(screen.getByText(`Ticket status: ${changed}`)).toBeVisible();
  expect(screen.queryByRole("button", { name: "Retry now" })).toBeNull();
});

test("a public note says that the client sees it; one of unknown fate says so", async () => {
  const fakeApi = new FakeApi();
  fakeApi.connected = { provider: "connectwise", is_simulated: true, is_failing: false };
  fakeApi.tickets.push = makePush({ is_public: true });
  const aiSession = fakeApi.add(makeSession(fakeApi.user, { psa_ticket_id: "48231" }));
  openApp(`/pilot/${aiSession.id}`);
  expect(await screen.findByText(/Posted to #48231: the client sees it/)).toBeVisible();
  fakeApi.tickets.push = makePush({ status: "unknown", sent_at: null });
  FakeEventSource.current.emit("psa_push_changed", { session_id: aiSession.id });
  expect(await screen.findByText(/It may stand in #48231/)).toBeVisible();
});
