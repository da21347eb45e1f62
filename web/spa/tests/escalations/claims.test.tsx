import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { address, openApp } from "../app";
import { makeHandoff, makeSession, personOf } from "../factories";
import { FakeApi } from "../fakeApi";
import { claimElsewhere, lena, openQueue, priya, rows } from "./openQueue";

test("picking up claims and opens the chat, without opening the row's context", async () => {
  const { fakeApi, user } = await openQueue("VPN drops");
  const [item] = fakeApi.queue;
  await user.click(screen.getByRole("button", { name: "Pick up: VPN drops" }));
  await waitFor(() => expect(address()).toBe(`/pilot/${item?.session_id}`));
  expect(fakeApi.writesTo("/claim")).toHaveLength(1);
});

test("the loser of a race sees who won and when, and the row leaves", async () => {
  const { fakeApi, user } = await openQueue("Backup failed", "VPN drops");
  fakeApi.refuse("/claim", {
    status: 409,
    code: "handoff_already_claimed",
    detail: {
      claimed_by: personOf(priya),
      claimed_at: new Date(Date.now() - 4.5 * 60_000).toISOString(),
    },
  });
  await user.click(screen.getByRole("button", { name: "Pick up: Backup failed" }));
  expect(await screen.findByRole("region", { name: "Messages" })).toHaveTextContent(
    "Already claimed by Priya Nair 4 min ago: Backup failed",
  );
  expect(rows()).toEqual(["VPN drops"]);
  expect(address()).toBe("/escalations");
});

test("the loser of a race on the context screen returns to the queue", async () => {
  const fakeApi = new FakeApi();
  const aiSession = makeSession(lena, { status: "escalated", can_write: false });
  const handoff = makeHandoff(aiSession, personOf(lena));
  fakeApi.add({ ...aiSession, open_handoff_id: handoff.id });
  fakeApi.handoffs[aiSession.id] = [handoff];
  fakeApi.refuse("/claim", {
    status: 409,
    code: "handoff_already_claimed",
    detail: { claimed_by: personOf(priya), claimed_at: new Date().toISOString() },
  });
  const { user } = openApp(`/pilot/${aiSession.id}?pickup=true`);
  const start = await screen.findByRole("button", { name: "Start here" });
  await waitFor(() => expect(start).toHaveAttribute("aria-disabled", "false"));
  await user.click(start);
  await waitFor(() => expect(address()).toBe("/escalations"));
  expect(screen.getByRole("region", { name: "Messages" })).toHaveTextContent(
    "Already claimed by Priya Nair just now",
  );
});

test("a failed claim keeps the row", async () => {
  const { fakeApi, user } = await openQueue("VPN drops");
  fakeApi.refuse("/claim", "no answer");
  await user.click(screen.getByRole("button", { name: "Pick up: VPN drops" }));
  expect(await screen.findByText(/Not picked up\./)).toBeVisible();
  expect(rows()).toEqual(["VPN drops"]);
});

test("picking up again after no answer sends the same key", async () => {
  const { fakeApi, user } = await openQueue("VPN drops");
  fakeApi.refuse("/claim", "no answer");
  const pickUp = () => user.click(screen.getByRole("button", { name: "Pick up: VPN drops" }));
  await pickUp();
  await screen.findAllByText(/Not picked up\./);
  await pickUp();
  await waitFor(() => expect(fakeApi.writesTo("/claim")).toHaveLength(2));
  const [first, second] = fakeApi.writesTo("/claim");
  expect(second?.key).toBe(first?.key);
});

test("j and k move between rows, p focuses Pick up, and only Enter claims", async () => {
  const { fakeApi, user } = await openQueue("Backup failed", "VPN drops");
  fakeApi.refuse("/claim", "no answer");
  await user.keyboard("jj");
  expect(screen.getByRole("link", { name: "VPN drops" })).toHaveFocus();
  await user.keyboard("k");
  expect(screen.getByRole("link", { name: "Backup failed" })).toHaveFocus();
  await user.keyboard("p");
  expect(screen.getByRole("button", { name: "Pick up: Backup failed" })).toHaveFocus();
  expect(fakeApi.writesTo("/claim")).toEqual([]);
  await user.keyboard("{Enter}");
  await waitFor(() =>
    expect(fakeApi.writesTo("/claim")[0]?.path).toContain(fakeApi.queue[0]?.session_id),
  );
});

test("a second click does not claim the row that has just moved up", async () => {
  const { fakeApi, user } = await openQueue("Backup failed", "VPN drops");
  claimElsewhere(fakeApi.queue[0]);
  const next = screen.getByRole("button", { name: "Pick up: VPN drops" });
  fireEvent.click(next);
  expect(fakeApi.writesTo("/claim")).toEqual([]);
  await waitFor(() => expect(next).toHaveAttribute("aria-disabled", "false"));
  await user.click(next);
  await waitFor(() => expect(fakeApi.writesTo("/claim")).toHaveLength(1));
});
