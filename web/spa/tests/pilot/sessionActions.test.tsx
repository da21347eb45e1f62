import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { address, openApp } from "../app";
import { id, makeHandoff, makeQueueItem, makeSession, makeUser, personOf } from "../factories";
import { FakeApi } from "../fakeApi";

test("a resolved session is reopened, and the user can write again", async () => {
  const fakeApi = new FakeApi();
  const aiSession = fakeApi.add(
    makeSession(fakeApi.user, { status: "resolved", can_write: false }),
  );
  const { user } = openApp(`/pilot/${aiSession.id}`);
  await user.click(await screen.findByRole("button", { name: "Reopen" }));
  expect(await screen.findByRole("textbox", { name: "Message" })).toBeVisible();
  expect(fakeApi.writesTo("/reopen")).toHaveLength(1);
});

test("only the user's own resolved session offers Reopen", async () => {
  const fakeApi = new FakeApi();
  const somebody = makeUser({ id: id(), name: "Priya" });
  const aiSession = fakeApi.add(makeSession(somebody, { status: "resolved", can_write: false }));
  openApp(`/pilot/${aiSession.id}`);
  expect(await screen.findByText(/^Resolved/, { selector: "p" })).toBeVisible();
  expect(screen.queryByRole("button", { name: "Reopen" })).not.toBeInTheDocument();
});

test("a parked session is resumed", async () => {
  const fakeApi = new FakeApi();
  const aiSession = fakeApi.add(makeSession(fakeApi.user, { status: "parked" }));
  const { user } = openApp(`/pilot/${aiSession.id}`);
  await user.click(await screen.findByRole("button", { name: "Resume" }));
  await waitFor(() => expect(screen.queryByText("Parked")).not.toBeInTheDocument());
  expect(fakeApi.writesTo("/resume")).toHaveLength(1);
});

test("the escalator withdraws; a refusal is shown", async () => {
  const fakeApi = new FakeApi();
  const handoffId = id();
  const aiSession = fakeApi.add(
    makeSession(fakeApi.user, { status: "escalated", open_handoff_id: handoffId }),
  );
  fakeApi.handoffs[aiSession.id] = [
    makeHandoff(aiSession, personOf(fakeApi.user), { id: handoffId }),
  ];
  const message = "Priya has picked this up.";
  fakeApi.refuse("/recall", { status: 409, code: "handoff_already_claimed", message });
  const { user } = openApp(`/pilot/${aiSession.id}`);
  await user.click(await screen.findByRole("button", { name: "Withdraw" }));
  expect(await screen.findByText(message)).toBeVisible();
  fakeApi.refuse("/recall", null);
  await user.click(screen.getByRole("button", { name: "Withdraw" }));
  await waitFor(() => expect(fakeApi.writesTo("/recall")).toHaveLength(2));
});

test("a row without a handoff is picked up through its session", async () => {
  const fakeApi = new FakeApi();
  const somebody = makeUser({ id: id(), name: "Sam" });
  const aiSession = fakeApi.add(makeSession(somebody, { status: "requesting_escalation" }));
  fakeApi.queue = [
    makeQueueItem(personOf(somebody), { handoff_id: null, session_id: aiSession.id }),
  ];
  const { user } = openApp("/escalations");
  const [pickUp] = await screen.findAllByRole("button", { name: /^Pick up/ });
  await user.click(pickUp as HTMLElement);
  await waitFor(() => expect(address()).toBe(`/pilot/${aiSession.id}`));
  expect(fakeApi.writesTo("/pickup")).toHaveLength(1);
});

test("a partial word and Enter withdraw no escalation, neither in the palette nor as a command", async () => {
  const fakeApi = new FakeApi();
  const handoffId = id();
  const waiting = { status: "escalated" as const, open_handoff_id: handoffId, can_write: true };
  const aiSession = fakeApi.add(makeSession(fakeApi.user, waiting));
  fakeApi.handoffs[aiSession.id] = [
    makeHandoff(aiSession, personOf(fakeApi.user), { id: handoffId }),
  ];
  const { user } = openApp(`/pilot/${aiSession.id}`);
  await screen.findByRole("button", { name: "Withdraw" });
  await user.keyboard("{Control>}k{/Control}");
  const field = await screen.findByRole("combobox", { name: "Search or jump to" });
  await user.type(field, "with");
  expect(screen.queryByRole("option", { name: /Withdraw/ })).not.toBeInTheDocument();
  await user.type(field, "draw");
  expect(await screen.findByRole("option", { name: /Withdraw/ })).toBeVisible();
  await user.keyboard("{Escape}");
  await user.type(screen.getByRole("textbox", { name: "Message" }), "/");
  expect(await screen.findByRole("option", { name: /Add a note/ })).toBeVisible();
  expect(screen.queryByRole("option", { name: /Withdraw/ })).not.toBeInTheDocument();
  expect(fakeApi.writesTo("/recall")).toHaveLength(0);
});

test("typing in the search lists the matching sessions", async () => {
  const fakeApi = new FakeApi();
  fakeApi.add(makeSession(fakeApi.user, { problem: "Printer offline", title: "Printer offline" }));
  fakeApi.add(makeSession(fakeApi.user, { problem: "VPN drops", title: "VPN drops" }));
  const { user } = openApp("/pilot");
  expect(await screen.findByRole("link", { name: /VPN drops/ })).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Search sessions" }));
  await user.type(screen.getByRole("searchbox", { name: "Search sessions" }), "Printer");
  await waitFor(() => expect(screen.queryByRole("link", { name: /VPN/ })).not.toBeInTheDocument());
  expect(screen.getByRole("link", { name: /Printer offline/ })).toBeVisible();
  await user.type(screen.getByRole("searchbox", { name: "Search sessions" }), "x");
  expect(await screen.findByText("No session contains “Printerx”.")).toBeVisible();
  await user.keyboard("{Escape}");
  expect(await screen.findByRole("link", { name: /VPN drops/ })).toBeVisible();
});
