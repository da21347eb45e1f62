/**
 * Decides which cached answers an event invalidates. Events carry ids, not rows (but see `escalations/arrivals.ts`), so changes are refetched, each only once. Events come in
 * bursts (a reply brings a step, facts, a fix and its own end), so the parts of one session are collected and fetched with one call, see
 * `sessionReader.ts`.
 */
import type { QueryClient } from "@tanstack/react-query";
import { isDeliveries, isSessionRuns, isWriteUp, keys } from "~/api/keys";
import type { Fact, Notification, Step } from "~/api/types";
import type {
  FactChanged,
  HandoffSettled,
  LiveEvent,
  ReplyStateChanged,
  StepCreated,
} from "./events";
import { readAgain, readAgainAfterPaint } from "./gatheredReads";
import { patch, patchSession, rowOf, setReply } from "./patches";
import { refetchOpenSessions, refetchSession, type SessionPart } from "./sessionReader";
import { staleSoon } from "./soon";
import { refetchStep } from "./stepPages";

type Name = readonly string[];

const WAITING: Name[] = [keys.queue, keys.queueCount];

/** Also after `ready`: answers fetched before the stream opened may have changed without an event. */
const EVERYTHING: Name[] = [...WAITING, keys.notifications, keys.sessions];

const AFTER_REPLY: SessionPart[] = ["steps", "fixes", "facts", "lane", "attempts"];

export function invalidateFor(queries: QueryClient, event: LiveEvent): void {
  switch (event.type) {
    case "ready":
      if (!event.covered) stale(queries, EVERYTHING);
      refetchOpenParts(queries);
      break;
    case "resync":
      stale(queries, EVERYTHING);
      refetchOpenParts(queries);
      break;
    case "handoff_created":
      for (const queryKey of WAITING) readAgainAfterPaint(queries, queryKey);
      break;
    case "handoff_claimed":
    case "handoff_withdrawn":
      settle(queries, event);
      break;
    case "handoff_assessment_ready":
      stale(queries, [keys.queue]);
      refetchSession(queries, event.session_id, ["handoff"]);
      break;
    case "delivery_changed":
      staleSoon(queries, keys.deliveries(event.session_id, event.handoff_id));
      break;
    case "notification_created":
      readAgainAfterPaint(queries, keys.notifications);
      break;
    default:
      invalidatePart(queries, event);
  }
}

function refetchOpenParts(queries: QueryClient): void {
  refetchOpenSessions(queries);
  void queries.invalidateQueries({ queryKey: keys.treeRuns });
  void queries.invalidateQueries({
    predicate: ({ queryKey }) =>
      isWriteUp(queryKey) || isDeliveries(queryKey) || isSessionRuns(queryKey),
  });
}

function invalidatePart(queries: QueryClient, event: LiveEvent): void {
  switch (event.type) {
    case "step_created":
      invalidateSteps(queries, event);
      break;
    case "step_changed":
      refetchSession(queries, event.session_id, ["signals"]);
      void refetchStep(queries, event.session_id, event.step_id);
      break;
    case "fix_changed":
      refetchSession(queries, event.session_id, ["fixes", "attempts"]);
      break;
    case "fact_changed":
      refetchSession(queries, event.session_id, ["facts", "attempts", "signals"]);
      if (event.status === "dismissed" || isDismissed(queries, event))
        stale(queries, [keys.dismissedFacts(event.session_id)]);
      break;
    case "hypothesis_changed":
      stale(queries, [keys.hypotheses(event.session_id)]);
      break;
    case "task_lane_changed":
      refetchSession(queries, event.session_id, ["lane"]);
      break;
    case "session_changed":
      refetchSession(queries, event.session_id, []);
      // Who may answer in its runs may have changed with it.
      staleSoon(queries, keys.treeRuns);
      break;
    case "reply_started":
    case "reply_finished":
    case "reply_failed":
      updateReply(queries, event);
      break;
    default:
      invalidateCall(queries, event);
  }
}

/** Answers that are not read with the session's other parts. */
function invalidateCall(queries: QueryClient, event: LiveEvent): void {
  switch (event.type) {
    case "preview_ready":
      stale(queries, [keys.preview(event.session_id, event.kind.replaceAll("_", "-"))]);
      break;
    case "tree_run_changed":
      stale(queries, [keys.treeRun(event.run_id), keys.sessionRuns(event.session_id)]);
      break;
    case "documentation_ready":
      stale(queries, [keys.documentation(event.session_id)]);
      break;
    case "client_update_ready":
      stale(queries, [keys.clientUpdate(event.session_id)]);
      break;
    default:
      invalidateTickets(queries, event);
  }
}

function invalidateTickets(queries: QueryClient, event: LiveEvent): void {
  switch (event.type) {
    case "psa_push_changed":
      stale(queries, [keys.psaPush(event.session_id)]);
      staleSoon(queries, keys.tickets);
      break;
    case "psa_ticket_changed":
      stale(queries, [keys.ticket(event.number)]);
      staleSoon(queries, keys.ticketLists);
      break;
    case "psa_lookups_changed":
      stale(queries, [keys.psaLookups]);
      break;
    case "psa_tickets_synced":
      stale(queries, [keys.tickets]);
  }
}

function stale(queries: QueryClient, names: Name[]): void {
  for (const queryKey of names) readAgain(queries, queryKey);
}

/** A fact that was dismissed and is restored leaves the list of dismissed facts. */
function isDismissed(queries: QueryClient, { session_id, fact_id }: FactChanged): boolean {
  const dismissed = queries.getQueryData<Fact[]>(keys.dismissedFacts(session_id)) ?? [];
  return dismissed.some(({ id }) => id === fact_id);
}

/** A step that this tab wrote is already in the cache, from the answer to its own call. */
function invalidateSteps(queries: QueryClient, { session_id, step_id }: StepCreated): void {
  const held = () => heldStep(queries, session_id, step_id);
  refetchSession(queries, session_id, ["steps"], () => held() === undefined);
  refetchSession(queries, session_id, ["attempts"], () => changesLedger(held()));
  refetchSession(queries, session_id, ["signals"]);
}

function heldStep(queries: QueryClient, sessionId: string, stepId: string): Step | undefined {
  const pages = queries.getQueryData<{ items: Step[] }[]>(keys.steps(sessionId)) ?? [];
  return pages.flatMap((page) => page.items).find((step) => step.id === stepId);
}

/** Whether the step is an attempt or carries evidence for one; a step that is not known yet may be. */
function changesLedger(step: Step | undefined): boolean {
  return step === undefined || step.kind === "action" || step.data.evidence !== undefined;
}

function updateReply(queries: QueryClient, event: ReplyStateChanged): void {
  const id = event.session_id;
  if (event.type === "reply_started") {
    setReply(queries, id, { id: event.reply_id, status: "running" });
    // A fetch in progress may return the reply's previous state.
    if (queries.isFetching({ queryKey: keys.session(id), exact: true }))
      refetchSession(queries, id, []);
    return;
  }
  setReply(queries, id, null);
  if (event.type === "reply_failed" && event.code === "budget_exhausted")
    stale(queries, [keys.budgetState]);
  refetchSession(queries, id, AFTER_REPLY);
}

/**
 * A handoff was claimed or withdrawn. A bystander refetches the queue's count, and either the notifications (whose entry about this
 * escalation is settled) or, if it is on the screen, the session. The queue itself drops the row, see `escalations/queue.ts`.
 */
function settle(queries: QueryClient, event: HandoffSettled): void {
  const id = event.session_id;
  void queries.invalidateQueries({ queryKey: keys.queue, refetchType: "none" });
  stale(queries, [keys.queueCount]);
  if (event.claimed_by) {
    patchSession(queries, id, {
      handler: event.claimed_by,
      open_handoff_id: null,
      status: "active",
    });
  } else patchSession(queries, id, { open_handoff_id: null });
  staleSoon(queries, keys.treeRuns);
  if (event.handoff_id) staleSoon(queries, keys.deliveries(id, event.handoff_id));
  const isRead = refetchSession(queries, id, ["steps", "handoff"]);
  if (!isRead && rowOf(queries, id)) stale(queries, [keys.sessions]);
  settleNotifications(queries, event, { isRead });
}

function settleNotifications(
  queries: QueryClient,
  event: HandoffSettled,
  { isRead }: { isRead: boolean },
) {
  const isAbout = (entry: Notification) => entry.link.includes(event.session_id) && !entry.read_at;
  const entries = queries.getQueryData<Notification[]>(keys.notifications) ?? [];
  if (!entries.some(isAbout)) return;
  const read_at = event.claimed_at ?? event.occurred_at ?? null;
  patch<Notification[]>(queries, keys.notifications, (all) =>
    all.map((entry) => (isAbout(entry) ? { ...entry, read_at } : entry)),
  );
  // The outcome of the entry is fetched now, or, if the session is on the screen, the next time the notifications are read.
  void queries.invalidateQueries({
    queryKey: keys.notifications,
    refetchType: isRead ? "none" : "active",
  });
}
