/** The queue's screen over a small FlowPilot, for its tests. */
import { screen, within } from "@testing-library/react";
import type { QueueItem } from "~/api/types";
import { openApp } from "../app";
import { FakeEventSource } from "../eventSource";
import { id, makeHandoff, makeQueueItem, makeSession, makeUser, personOf } from "../factories";
import { FakeApi } from "../fakeApi";

export const lena = makeUser({ name: "Lena Voss" });
export const priya = makeUser({ name: "Priya Nair" });

/** A row of the queue, with its session and handoff. */
export function makeWaitingRow(
  fakeApi: FakeApi,
  problem: string,
  part: Partial<QueueItem> = {},
): QueueItem {
  const aiSession = makeSession(lena, {
    title: problem,
    problem,
    status: "escalated",
    can_write: false,
  });
  const handoff = makeHandoff(aiSession, personOf(lena));
  fakeApi.add({ ...aiSession, open_handoff_id: handoff.id });
  fakeApi.handoffs[aiSession.id] = [handoff];
  const ids = { session_id: aiSession.id, handoff_id: handoff.id };
  return makeQueueItem(personOf(lena), { problem, ...ids, ...part });
}

/** Another user claims the row, and the stream reports it. */
export function claimElsewhere(item: QueueItem | undefined): void {
  FakeEventSource.current.emit("handoff_claimed", {
    id: id(),
    handoff_id: item?.handoff_id,
    session_id: item?.session_id,
    claimed_by: personOf(priya),
    claimed_at: new Date().toISOString(),
  });
}

export async function openQueue(...problems: string[]) {
  const fakeApi = new FakeApi();
  fakeApi.queue = problems.map((problem) => makeWaitingRow(fakeApi, problem));
  const app = openApp("/escalations");
  await screen.findByRole("heading", { name: "Escalations" });
  if (problems[0]) await screen.findByRole("link", { name: problems[0] });
  return { fakeApi, ...app };
}

export function rows(): (string | null)[] {
  const list = document.querySelector("main [data-rows]");
  if (!list) return [];
  return within(list as HTMLElement)
    .getAllByRole("link")
    .map((row) => row.textContent);
}
