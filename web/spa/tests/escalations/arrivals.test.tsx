/** The row that an event brings stands in the queue before a list is read, and the list decides afterwards. */
import { act, screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import type { QueueItem } from "~/api/types";
import { withArrivals } from "~/escalations/arrivals";
import { FakeEventSource } from "../eventSource";
import { makeHandoffCreated, makeQueueItem, personOf } from "../factories";
import { server } from "../server";
import { claimElsewhere, lena, makeWaitingRow, openQueue, priya, rows } from "./openQueue";

/** From here on, lists are answered only when the test says so. */
function holdLists() {
  let answer: (items: QueueItem[]) => void = () => undefined;
  let asked = 0;
  server.use(
    http.get("*/api/v1/ai-sessions/escalations", async () => {
      asked += 1;
      const items = await new Promise<QueueItem[]>((resolve) => {
        answer = resolve;
      });
      return HttpResponse.json({ items, next_cursor: null });
    }),
  );
  return {
    async answer(items: QueueItem[]) {
      await waitFor(() => expect(asked).toBeGreaterThan(0));
      await act(async () => answer(items));
    },
  };
}

function arrive(item: QueueItem): void {
  act(() => FakeEventSource.current.emit("handoff_created", makeHandoffCreated(item)));
}

test("a new escalation is in the queue before a list is read, and is there once when it was", async () => {
  const { fakeApi } = await openQueue("VPN drops");
  const lists = holdLists();
  const item = makeWaitingRow(fakeApi, "Backup failed", { step_count: 4 });
  arrive(item);
  expect(rows()).toEqual(["VPN drops", "Backup failed"]);
  expect(screen.getByText("2 waiting")).toBeVisible();
  await lists.answer([...fakeApi.queue, { ...item, step_count: 7 }]);
  expect(await screen.findByText("7 steps")).toBeVisible();
  expect(rows()).toEqual(["VPN drops", "Backup failed"]);
});

test("a list that was read afterwards and lacks the row removes it", async () => {
  const { fakeApi } = await openQueue("VPN drops");
  const lists = holdLists();
  arrive(makeWaitingRow(fakeApi, "Backup failed"));
  expect(rows()).toEqual(["VPN drops", "Backup failed"]);
  await lists.answer(fakeApi.queue);
  await waitFor(() => expect(rows()).toEqual(["VPN drops"]));
});

test("a row that is claimed before the list is read leaves at once and stays away", async () => {
  const { fakeApi } = await openQueue("VPN drops");
  const lists = holdLists();
  const item = makeWaitingRow(fakeApi, "Backup failed");
  arrive(item);
  act(() => claimElsewhere(item));
  expect(rows()).toEqual(["VPN drops"]);
  arrive(item);
  await lists.answer([...fakeApi.queue, item]);
  expect(rows()).toEqual(["VPN drops"]);
});

test("what the user handed over does not wait for the user", async () => {
  const { fakeApi } = await openQueue("VPN drops");
  holdLists();
  arrive(makeWaitingRow(fakeApi, "Mine", { created_by: personOf(fakeApi.user) }));
  arrive(makeWaitingRow(fakeApi, "For me", { target_user: personOf(fakeApi.user) }));
  expect(rows()).toEqual(["VPN drops", "For me"]);
});

test("an event of a release that sent no row only causes the list to be read", async () => {
  const { fakeApi } = await openQueue("VPN drops");
  const lists = holdLists();
  const { row, ...event } = makeHandoffCreated(makeWaitingRow(fakeApi, "Backup failed"));
  act(() => FakeEventSource.current.emit("handoff_created", event));
  expect(rows()).toEqual(["VPN drops"]);
  await lists.answer([...fakeApi.queue, row as QueueItem]);
  expect(await screen.findByRole("link", { name: "Backup failed" })).toBeVisible();
});

test("an arrival takes its place by time, and not after a part of the list", () => {
  const [first, second, third] = [1, 2, 3].map((minute) =>
    makeQueueItem(personOf(lena), { escalated_at: `2026-11-27T09:0${minute}:00Z` }),
  ) as [QueueItem, QueueItem, QueueItem];
  const shown = (items: QueueItem[], row: QueueItem, order: "oldest" | "newest", hasMore = false) =>
    withArrivals({ items, order, hasMore, covers: 0 }, [{ row, number: 1 }]);
  expect(shown([first, third], second, "oldest")).toEqual([first, second, third]);
  expect(shown([third, first], second, "newest")).toEqual([third, second, first]);
  expect(shown([first], second, "oldest", true)).toEqual([first]);
  expect(shown([second], third, "newest", true)).toEqual([third, second]);
  expect(shown([second], { ...second, created_by: personOf(priya) }, "oldest")).toEqual([second]);
});
