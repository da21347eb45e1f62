import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test, vi } from "vitest";
import type { QueueItem } from "~/api/types";
import { address, openApp } from "../app";
import { FakeEventSource } from "../eventSource";
import { id, makeHandoffCreated, makeUser, personOf } from "../factories";
import { FakeApi } from "../fakeApi";
import { server } from "../server";
import { claimElsewhere, lena, makeWaitingRow, openQueue, priya, rows } from "./openQueue";

test("another user's claim removes the row at once, and a late list does not bring it back", async () => {
  const { fakeApi } = await openQueue("Backup failed", "VPN drops");
  const [first] = fakeApi.queue;
  FakeEventSource.current.emit("handoff_claimed", {
    id: id(),
    handoff_id: first?.handoff_id,
    session_id: first?.session_id,
    claimed_by: personOf(priya),
  });
  expect(rows()).toEqual(["VPN drops"]);
  // A list that was requested before the claim was committed still contains the row.
  FakeEventSource.current.emit("handoff_created", makeHandoffCreated(first as QueueItem));
  await waitFor(() => expect(fakeApi.reads["/ai-sessions/escalations"]).toBeGreaterThan(1));
  expect(rows()).toEqual(["VPN drops"]);
});

test("a new escalation appears as unread and is announced", async () => {
  const { fakeApi } = await openQueue("VPN drops");
  const item = makeWaitingRow(fakeApi, "Backup failed");
  fakeApi.queue.unshift(item);
  FakeEventSource.current.emit(
    "handoff_created",
    makeHandoffCreated(item, { created_by: personOf(lena) }),
  );
  expect(await screen.findByRole("link", { name: "Backup failed" })).toBeVisible();
  await waitFor(() =>
    expect(screen.getByRole("status")).toHaveTextContent(
      "New escalation from Lena Voss: Backup failed",
    ),
  );
  expect(screen.getAllByText("Unread")).toHaveLength(2);
});

test("under the pointer the list stays still until the user shows the new rows", async () => {
  const { fakeApi, user } = await openQueue("VPN drops");
  await user.hover(screen.getByRole("link", { name: "VPN drops" }));
  const item = makeWaitingRow(fakeApi, "Backup failed", { escalated_at: new Date().toISOString() });
  fakeApi.queue.push(item);
  FakeEventSource.current.emit("handoff_created", makeHandoffCreated(item));
  const show = await screen.findByRole("button", { name: "1 new, show" });
  expect(rows()).toEqual(["VPN drops"]);
  await user.click(show);
  expect(rows()).toEqual(["VPN drops", "Backup failed"]);
});

test("a stream that reconnects refetches the list", async () => {
  const { fakeApi } = await openQueue("VPN drops");
  FakeEventSource.current.emit("ready", { id: id() });
  await waitFor(() => expect(screen.getByText("Live")).toBeVisible());
  FakeEventSource.current.fail();
  expect(screen.getByText("Reconnecting…")).toBeVisible();
  fakeApi.queue = [makeWaitingRow(fakeApi, "Came meanwhile")];
  FakeEventSource.current.emit("ready", { id: id() });
  expect(await screen.findByRole("link", { name: "Came meanwhile" })).toBeVisible();
});

test("a viewer sees which role the queue requires, and subscribes to no escalations", async () => {
  const fakeApi = new FakeApi();
  fakeApi.user = makeUser({ role: "viewer" });
  openApp("/escalations");
  expect(await screen.findByText("Engineer or admin access required.")).toBeVisible();
  expect(FakeEventSource.current.url).not.toContain("escalations");
});

test("under the pointer a row that left keeps its position, and nothing in it can be pressed", async () => {
  const { fakeApi, user } = await openQueue("Backup failed", "VPN drops", "No sound");
  // As after a navigation. Without any focus the row that leaves would take it, and a focused row stays.
  screen.getByRole("heading", { level: 1 }).focus();
  await user.hover(screen.getByRole("link", { name: "VPN drops" }));
  claimElsewhere(fakeApi.queue[0]);
  const [first, second] = screen
    .getAllByRole("listitem", { name: "" })
    .filter((row) => row.dataset.key);
  expect(first).toHaveTextContent(/Backup failed.*Taken by Priya Nair, just now/);
  expect(within(first as HTMLElement).queryByRole("button")).toBeNull();
  expect(within(second as HTMLElement).getByRole("link")).toHaveTextContent("VPN drops");
  await user.unhover(screen.getByRole("link", { name: "VPN drops" }));
  expect(screen.queryByText(/Taken by/)).toBeNull();
});

test("the number of new rows is in the title line, so it moves no row", async () => {
  const { fakeApi, user } = await openQueue("VPN drops");
  await user.hover(screen.getByRole("link", { name: "VPN drops" }));
  const item = makeWaitingRow(fakeApi, "Backup failed");
  fakeApi.queue.unshift(item);
  FakeEventSource.current.emit("handoff_created", makeHandoffCreated(item));
  const show = await screen.findByRole("button", { name: "1 new, show" });
  expect(show.closest("header")).toContainElement(screen.getByRole("heading", { level: 1 }));
});

test("a focused row keeps the focus when another user claims it", async () => {
  const { fakeApi, user } = await openQueue("Backup failed", "VPN drops");
  await user.keyboard("j");
  expect(screen.getByRole("link", { name: "Backup failed" })).toHaveFocus();
  claimElsewhere(fakeApi.queue[0]);
  expect(document.activeElement).toHaveTextContent("Taken by Priya Nair");
  await user.keyboard("j");
  expect(screen.getByRole("link", { name: "VPN drops" })).toHaveFocus();
});

test("the longest wait is first until the user chooses otherwise, and the choice is remembered", async () => {
  const asked: (string | null)[] = [];
  const { user, unmount } = await openQueue("VPN drops");
  server.use(
    http.get("*/api/v1/ai-sessions/escalations", ({ request }) => {
      asked.push(new URL(request.url).searchParams.get("sort"));
      return HttpResponse.json({ items: [], next_cursor: null });
    }),
  );
  const order = screen.getByRole("combobox", { name: "Order" });
  expect(order).toHaveValue("oldest");
  await user.selectOptions(order, "Newest");
  await waitFor(() => expect(asked).toContain("newest"));
  unmount();
  openApp("/escalations");
  expect(await screen.findByRole("combobox", { name: "Order" })).toHaveValue("newest");
});

test("a queue of several pages can be shown to its end", async () => {
  const fakeApi = new FakeApi();
  const pages = {
    "": makeWaitingRow(fakeApi, "Backup failed"),
    next: makeWaitingRow(fakeApi, "VPN drops"),
  };
  server.use(
    http.get("*/api/v1/ai-sessions/escalations/count", () => HttpResponse.json({ count: 2 })),
    http.get("*/api/v1/ai-sessions/escalations", ({ request }) => {
      const cursor = new URL(request.url).searchParams.get("cursor") ?? "";
      const item = pages[cursor as keyof typeof pages];
      return HttpResponse.json({ items: [item], next_cursor: cursor ? null : "next" });
    }),
  );
  const { user } = openApp("/escalations");
  await waitFor(() => expect(rows()).toEqual(["Backup failed"]));
  expect(await screen.findByText("2 waiting")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Show more" }));
  await waitFor(() => expect(rows()).toEqual(["Backup failed", "VPN drops"]));
  expect(screen.queryByRole("button", { name: "Show more" })).toBeNull();
});

test("the preview shows the selected row; a click selects, a second one opens", async () => {
  const { fakeApi, user } = await openQueue("Backup failed", "VPN drops");
  expect(screen.getByRole("region", { name: "Preview: Backup failed" })).toBeVisible();
  await user.click(screen.getByRole("link", { name: "VPN drops" }));
  const preview = screen.getByRole("region", { name: "Preview: VPN drops" });
  expect(await within(preview).findByRole("heading", { name: "Tried" })).toBeVisible();
  expect(address()).toBe("/escalations");
  await user.click(screen.getByRole("link", { name: "VPN drops" }));
  await waitFor(() => expect(address()).toBe(`/pilot/${fakeApi.queue[1]?.session_id}?pickup=true`));
});

test("Enter opens the focused row", async () => {
  const { fakeApi, user } = await openQueue("Backup failed", "VPN drops");
  await user.keyboard("jj{Enter}");
  await waitFor(() => expect(address()).toBe(`/pilot/${fakeApi.queue[1]?.session_id}?pickup=true`));
});

test("the preview of a claimed row shows only who has it", async () => {
  const { fakeApi, user } = await openQueue("Backup failed", "VPN drops");
  await user.hover(screen.getByRole("link", { name: "Backup failed" }));
  claimElsewhere(fakeApi.queue[0]);
  const preview = screen.getByRole("region", { name: "Preview: Backup failed" });
  expect(preview).toHaveTextContent("Taken by Priya Nair, just now");
  expect(preview).not.toHaveTextContent("Stuck at VSS");
  expect(within(preview).queryByRole("button")).toBeNull();
});

test("For me shows what was escalated to this user by name; the count stays that of the whole queue", async () => {
  const { fakeApi, user } = await openQueue("Backup failed", "VPN drops");
  const [first] = fakeApi.queue;
  fakeApi.queue = fakeApi.queue.map((item) =>
    item === first ? { ...item, target_user: personOf(fakeApi.user) } : item,
  );
  FakeEventSource.current.emit("resync");
  expect(await screen.findByText("2 waiting, 1 for you")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "For me" }));
  expect(rows()).toEqual(["Backup failed"]);
  const nav = screen.getByRole("navigation", { name: "Main" });
  expect(within(nav).getByRole("link", { name: /Escalations/ })).toHaveTextContent("2");
  claimElsewhere(first);
  expect(await screen.findByText("No one is waiting for you by name.")).toBeVisible();
  expect(within(nav).getByRole("link", { name: /Escalations/ })).toHaveTextContent("1");
});

test("a burst of events neither cancels a call under way nor asks once per event", async () => {
  const { fakeApi } = await openQueue("VPN drops");
  FakeEventSource.current.emit("ready");
  await screen.findByText("1 waiting");
  const before = fakeApi.reads["/ai-sessions/escalations"] ?? 0;
  const problems = Array.from({ length: 50 }, (_, number) => `Escalation ${number}`);
  for (const problem of problems) {
    const item = makeWaitingRow(fakeApi, problem);
    fakeApi.queue = [...fakeApi.queue, item];
    FakeEventSource.current.emit("handoff_created", makeHandoffCreated(item));
  }
  await screen.findByText("51 waiting");
  expect(rows()).toEqual(["VPN drops", ...problems]);
  expect((fakeApi.reads["/ai-sessions/escalations"] ?? 0) - before).toBeLessThanOrEqual(3);
});

test("an escalation that was claimed meanwhile leaves the title of a hidden tab", async () => {
  const { fakeApi } = await openQueue();
  const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  const items = ["Backup failed", "VPN drops"].map((problem) => makeWaitingRow(fakeApi, problem));
  for (const item of items) {
    FakeEventSource.current.emit("handoff_created", makeHandoffCreated(item));
  }
  expect(document.title).toBe("(2) New escalations");
  claimElsewhere(items[0]);
  expect(document.title).toBe("(1) New escalation");
  claimElsewhere(items[1]);
  expect(document.title).toBe("Escalations · FlowPilot");
  hidden.mockRestore();
});
