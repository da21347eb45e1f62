import { act, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { openApp } from "../app";
import { FakeEventSource } from "../eventSource";
import {
  id,
  makeHandoff,
  makeQueueItem,
  makeSession,
  makeStep,
  makeUser,
  personOf,
} from "../factories";
import { FakeApi } from "../fakeApi";

const priya = makeUser({ name: "Priya Nair" });
const lena = makeUser({ name: "Lena Voss" });
const GONE = { status: 404, code: "not_found" };

async function readOthersSession(address = "") {
  const fakeApi = new FakeApi();
  const handoffId = id();
  const aiSession = fakeApi.add(
    makeSession(lena, { status: "escalated", open_handoff_id: handoffId, can_write: false }),
    [makeStep({ content: "The vault holds the payroll." })],
  );
  const handoff = makeHandoff(aiSession, personOf(lena), { id: handoffId, reason: "Stuck here." });
  fakeApi.handoffs[aiSession.id] = [handoff];
  const app = openApp(`/pilot/${aiSession.id}${address}`);
  const claim = () => {
    fakeApi.refuse(`/${aiSession.id}`, GONE);
    for (const part of ["steps", "suggested-fixes", "facts", "handoffs", handoffId]) {
      fakeApi.refuse(`/${part}`, GONE);
    }
    FakeEventSource.current.emit("handoff_claimed", {
      id: id(),
      handoff_id: handoffId,
      session_id: aiSession.id,
      claimed_by: personOf(priya),
      claimed_at: new Date(Date.now() - 10_000).toISOString(),
    });
  };
  return { fakeApi, aiSession, claim, ...app };
}

test("another user's claim of the open session shows who took it, and nothing else", async () => {
  const { aiSession, claim, queries } = await readOthersSession();
  await screen.findByText("The vault holds the payroll.");
  claim();
  await waitFor(() =>
    expect(screen.getByRole("main")).toHaveTextContent(/Taken by Priya Nair, 1\d s ago/),
  );
  expect(screen.queryByText("The vault holds the payroll.")).not.toBeInTheDocument();
  expect(screen.getByRole("main")).not.toHaveTextContent(aiSession.problem);
  expect(queries.getQueryData(["session", aiSession.id, "steps"])).toBeUndefined();
});

test("another user's claim does the same over the handoff's context", async () => {
  const { claim } = await readOthersSession("?pickup=true");
  await screen.findAllByText(/Stuck here\./);
  claim();
  await waitFor(() => expect(screen.queryByText(/Stuck here\./)).not.toBeInTheDocument());
  expect(screen.getByRole("main")).toHaveTextContent("Priya Nair");
});

test("without a claim event, the screen says that the session can no longer be read", async () => {
  const { fakeApi, aiSession } = await readOthersSession();
  await screen.findByText("The vault holds the payroll.");
  fakeApi.refuse(`/${aiSession.id}`, { status: 403, code: "role_required" });
  FakeEventSource.current.emit("session_changed", { id: id(), session_id: aiSession.id });
  expect(await screen.findByText("You can no longer read this session.")).toBeVisible();
  expect(screen.queryByText("The vault holds the payroll.")).not.toBeInTheDocument();
});

test("a session that becomes readable again shows again", async () => {
  const { fakeApi, aiSession } = await readOthersSession();
  await screen.findByText("The vault holds the payroll.");
  fakeApi.refuse(`/${aiSession.id}`, GONE);
  FakeEventSource.current.emit("session_changed", { id: id(), session_id: aiSession.id });
  await screen.findByText("You can no longer read this session.");
  fakeApi.refuse(`/${aiSession.id}`, null);
  FakeEventSource.current.emit("ready", { id: id() });
  expect(await screen.findByText("The vault holds the payroll.")).toBeVisible();
});

test("a queue that the user may no longer read disappears", async () => {
  const fakeApi = new FakeApi();
  fakeApi.queue = [makeQueueItem(personOf(lena), { problem: "VPN drops" })];
  openApp("/escalations");
  await screen.findByRole("link", { name: "VPN drops" });
  fakeApi.refuse("/ai-sessions/escalations", { status: 403, code: "role_required" });
  act(() => FakeEventSource.current.emit("ready", { id: id() }));
  await waitFor(() => expect(screen.queryByText("VPN drops")).not.toBeInTheDocument());
});

test("a user who becomes a viewer sees a viewer's screen and gets a new stream", async () => {
  const fakeApi = new FakeApi();
  openApp("/");
  await screen.findByRole("link", { name: /Escalations/ });
  fakeApi.user = { ...fakeApi.user, role: "viewer" };
  act(() => FakeEventSource.current.fail({ refused: true }));
  await waitFor(() =>
    expect(screen.queryByRole("link", { name: /Escalations/ })).not.toBeInTheDocument(),
  );
  await waitFor(() => expect(FakeEventSource.current.url).not.toContain("escalations"));
});
