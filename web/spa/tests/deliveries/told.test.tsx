import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Delivery, Handoff, User } from "~/api/types";
import { clockTime } from "~/lib/time";
import { openApp } from "../app";
import { FakeEventSource } from "../eventSource";
import { makeHandoff, makeSession, makeUser, NOW, personOf } from "../factories";
import { FakeApi } from "../fakeApi";
import { makeDelivery } from "../fakeDeliveries";

const priya = makeUser({ name: "Priya Nair", email: "priya@acme.test" });
const ben = makeUser({ name: "Ben Tran" });

const UNKNOWN_ADDRESS = { last_error: "unknown_address", error_message: "No such address." };

function deliveries(): Delivery[] {
  const toTeams = { channel: "teams", recipient: "Service desk", user_id: null } as const;
  return [
    makeDelivery(ben, { state: "failed", ...UNKNOWN_ADDRESS, sent_at: null }),
    makeDelivery(priya),
    makeDelivery(priya, { channel: "bell" }),
    makeDelivery(priya, { ...toTeams, state: "planned", next_attempt_at: NOW, sent_at: null }),
  ];
}

interface Desk {
  as?: User;
  handoff?: Partial<Handoff>;
  deliveries?: Delivery[];
}

/** Sam has escalated a session and looks at its chat, or another user does. */
function escalated({ as, handoff: part, ...more }: Desk = {}) {
  const fakeApi = new FakeApi();
  const sam = fakeApi.user;
  if (as) fakeApi.user = as;
  const aiSession = makeSession(sam, { status: "escalated", escalation_reason: "Still loops." });
  const handoff = makeHandoff(aiSession, personOf(sam), part);
  fakeApi.add(Object.assign(aiSession, { open_handoff_id: handoff.id }));
  fakeApi.handoffs[aiSession.id] = [handoff];
  fakeApi.deliveries.of[handoff.id] = more.deliveries ?? deliveries();
  return { fakeApi, aiSession, handoff, ...openApp(`/pilot/${aiSession.id}`) };
}

async function told() {
  return within(await screen.findByRole("region", { name: "Who was told" }));
}

test("while nobody has picked it up, the escalator sees who was told and what failed", async () => {
  escalated();
  const list = within(await (await told()).findByRole("list", { name: "Who was told" }));
  const people = list.getAllByRole("list").map((each) => each.getAttribute("aria-label"));
  expect(people).toEqual(["Ben Tran", "Priya Nair", "Service desk"]);
  const time = clockTime(NOW, Date.now());
  expect(list.getByText("Mail failed (No such address)")).toBeVisible();
  expect(list.getByText(`Bell sent ${time}`)).toBeVisible();
  expect(list.getByText(`Mail sent ${time}`)).toBeVisible();
  expect(list.getByText(`Teams queued, next try ${time}`)).toBeVisible();
  expect((await told()).getByText("1 failed, 1 mail, 1 queued")).toBeVisible();
});

test("what failed can be tried again, and the list follows what comes of it", async () => {
  const { fakeApi, aiSession, handoff, user } = escalated();
  const retry = await screen.findByRole("button", { name: "Retry mail to Ben Tran" });
  await waitFor(() => expect(retry).not.toHaveAttribute("aria-disabled"));
  await user.click(retry);
  await screen.findByText("Mail queued");
  expect(fakeApi.writesTo("/retry")[0]?.key).toBeTruthy();
  const [failed] = fakeApi.deliveries.of[handoff.id] ?? [];
  Object.assign(failed as Delivery, { state: "sent", sent_at: NOW, attempts: 2 });
  FakeEventSource.current.emit("delivery_changed", {
    delivery_id: failed?.id as string,
    handoff_id: handoff.id,
    session_id: aiSession.id,
    state: "sent",
  });
  await screen.findByText("2 mails, 1 queued");
});

test("what a dead job left behind can be tried again, what is only on its way cannot", async () => {
  const onItsWay = { state: "sending", sent_at: null } as const;
  const stuck = makeDelivery(ben, { ...onItsWay, is_retriable: true });
  escalated({ deliveries: [stuck, makeDelivery(priya, onItsWay)] });
  expect(await screen.findByRole("button", { name: "Retry mail to Ben Tran" })).toBeVisible();
  expect(screen.queryByRole("button", { name: "Retry mail to Priya Nair" })).toBeNull();
});

test("a refused retry says why, in place", async () => {
  const { fakeApi, user } = escalated();
  const retry = await screen.findByRole("button", { name: "Retry mail to Ben Tran" });
  const message = "Already claimed by Priya Nair.";
  fakeApi.refuse("/retry", { status: 409, code: "handoff_already_claimed", message });
  await waitFor(() => expect(retry).not.toHaveAttribute("aria-disabled"));
  await user.click(retry);
  expect(await screen.findByText(`Not retried. ${message}`)).toBeVisible();
});

test("an admin also sees the addresses", async () => {
  const admin = makeUser({ name: "Ada Reyes", role: "admin" });
  escalated({ as: admin, deliveries: [makeDelivery(priya, { address: "priya@acme.test" })] });
  expect(await screen.findByText("priya@acme.test")).toBeVisible();
});

test("the person who handles it sees who was told, but only the escalator and admins try again", async () => {
  escalated({ as: priya, handoff: { claimed_by: personOf(priya) } });
  expect(await screen.findByText("Mail failed (No such address)")).toBeVisible();
  expect(screen.queryByRole("button", { name: /^Retry/ })).toBeNull();
});

test("other engineers do not see who was told", async () => {
  const { fakeApi } = escalated({ as: ben });
  await screen.findByRole("heading", { name: "Tried" });
  expect(fakeApi.reads["/ai-sessions/:id/handoffs/:hid/deliveries"]).toBeUndefined();
});

test("before picking it up, an admin sees it folded on the handoff screen", async () => {
  const admin = makeUser({ name: "Ada Reyes", role: "admin" });
  const { aiSession, unmount } = escalated({ as: admin });
  unmount();
  const { user } = openApp(`/pilot/${aiSession.id}?pickup=true`);
  const fold = await screen.findByRole("button", { name: /^Who was told/ });
  await waitFor(() => expect(fold).toHaveTextContent("1 failed, 1 mail, 1 queued"));
  expect(fold).toHaveAttribute("aria-expanded", "false");
  await user.click(fold);
  expect(screen.getByText("Mail failed (No such address)")).toBeVisible();
});
