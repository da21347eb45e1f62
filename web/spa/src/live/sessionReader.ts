/**
 * Refetches what changed about the sessions on the screen: one call for everything that a burst of events invalidated, and never two at a
 * time for one session. Anything that is not on the screen is only marked as stale.
 */
import { type Query, type QueryClient, type QueryKey, queryOptions } from "@tanstack/react-query";
import { isStatus } from "~/api/errors";
import { keys } from "~/api/keys";
import { fetchSession, fetchSessionWith, type SessionPart } from "~/api/sessions";
import type { AiSession, Handoff, SessionWithParts } from "~/api/types";
import { patch, putSession } from "./patches";
import { dropSession } from "./refusals";
import { addNewest, type StepPages } from "./stepPages";

export type { SessionPart };

/** The events of one change on the server arrive within this time. */
const GATHER_MS = 150;

/** What a reply brings arrives one by one, before the event of its end; on a busy machine the last takes longer. */
const GATHER_IN_REPLY_MS = 500;

/** Of a session's first step. */
const FIRST_INDEX = 1;

const KEY_OF: Record<SessionPart, (id: string) => QueryKey> = {
  steps: keys.steps,
  fixes: keys.fixes,
  facts: keys.facts,
  lane: keys.lane,
  attempts: keys.attempts,
  signals: keys.signals,
  handoff: keys.handoffs,
};
const ALL_PARTS = Object.keys(KEY_OF) as SessionPart[];

interface ReadRequest {
  parts: readonly SessionPart[];
  /** Evaluated when the fetch begins; false if something else has brought the data in the meantime. */
  isNeeded: () => boolean;
}

interface Waiting {
  requests: ReadRequest[];
  timer: ReturnType<typeof setTimeout> | undefined;
  isReading: boolean;
}

const waitingOf = new WeakMap<QueryClient, Map<string, Waiting>>();

/** The query for a session. The first fetch includes the session's parts, which then need no calls of their own. */
export function sessionOf(queries: QueryClient, id: string) {
  return queryOptions({
    queryKey: keys.session(id),
    queryFn: () => {
      const isKnown = queries.getQueryData(keys.session(id)) !== undefined;
      return isKnown ? fetchSession(id) : readFirst(queries, id);
    },
  });
}

async function readFirst(queries: QueryClient, id: string): Promise<AiSession> {
  const fresh = await fetchSessionWith(id, [
    "steps",
    "fixes",
    "facts",
    "lane",
    "attempts",
    "signals",
    "handoff",
  ]);
  const { steps, fixes, facts, lane, attempts, signals, handoff, ...aiSession } = fresh;
  const seed = (queryKey: QueryKey, value: unknown) => {
    if (value !== undefined) queries.setQueryData(queryKey, (known: unknown) => known ?? value);
  };
  seed(keys.steps(id), wholeRecord(steps));
  seed(keys.fixes(id), fixes?.items);
  seed(keys.facts(id), facts?.items);
  seed(keys.attempts(id), attempts?.items);
  seed(keys.signals(id), signals?.items);
  seed(keys.lane(id), lane?.items);
  if (handoff) seed(keys.handoff(id, handoff.id), handoff);
  return aiSession;
}

/** Steps that do not fit on the newest page are fetched from the beginning, by their own calls. */
function wholeRecord(steps: SessionWithParts["steps"]): StepPages | undefined {
  const isWhole = steps !== undefined && (steps.items[0]?.index ?? FIRST_INDEX) <= FIRST_INDEX;
  return isWhole ? [{ items: steps.items, next_cursor: null }] : undefined;
}

/** Marks the session and these parts of it as stale. Returns whether the session is on the screen and will therefore be refetched. */
export function refetchSession(
  queries: QueryClient,
  id: string,
  parts: readonly SessionPart[],
  isNeeded: () => boolean = () => true,
): boolean {
  if (!isOnScreen(queries, keys.session(id))) {
    markOld(queries, id, parts);
    return false;
  }
  const waiting = waitingFor(queries, id);
  waiting.requests.push({ parts, isNeeded });
  schedule(queries, id, waiting);
  return true;
}

/** Refetches everything that the screen shows of a session, and marks the rest as stale. */
export function refetchWholeSession(queries: QueryClient, id: string): boolean {
  return refetchSession(queries, id, ALL_PARTS);
}

export function refetchOpenSessions(queries: QueryClient): void {
  const ids = new Set(
    queries
      .getQueryCache()
      .findAll({ queryKey: ["session"] })
      .map(idOf),
  );
  for (const id of ids) refetchWholeSession(queries, id);
}

function idOf(query: Query): string {
  return String(query.queryKey[1]);
}

function waitingFor(queries: QueryClient, id: string): Waiting {
  const all = waitingOf.get(queries) ?? new Map<string, Waiting>();
  waitingOf.set(queries, all);
  const waiting = all.get(id) ?? { requests: [], timer: undefined, isReading: false };
  all.set(id, waiting);
  return waiting;
}

function schedule(queries: QueryClient, id: string, waiting: Waiting): void {
  if (waiting.timer !== undefined || waiting.isReading || waiting.requests.length === 0) return;
  const isWritten = queries.getQueryData<AiSession>(keys.session(id))?.reply;
  const wait = isWritten ? GATHER_IN_REPLY_MS : GATHER_MS;
  waiting.timer = setTimeout(() => void readNow(queries, id, waiting), wait);
}

async function readNow(queries: QueryClient, id: string, waiting: Waiting): Promise<void> {
  waiting.timer = undefined;
  // A fetch in progress may have begun before the change, so wait and fetch again after it.
  if (queries.isFetching({ queryKey: keys.session(id), exact: true })) {
    schedule(queries, id, waiting);
    return;
  }
  const requests = waiting.requests.splice(0).filter((request) => request.isNeeded());
  if (requests.length === 0) return;
  if (requests.every(({ parts }) => parts.join() === "signals")) {
    // The message that was sent here: its session is known from the answer to that call.
    void queries.invalidateQueries({ queryKey: keys.signals(id) });
    return;
  }
  const parts = [...new Set(requests.flatMap((request) => request.parts))];
  waiting.isReading = true;
  await readParts(queries, id, parts);
  waiting.isReading = false;
  schedule(queries, id, waiting);
}

async function readParts(queries: QueryClient, id: string, parts: SessionPart[]): Promise<void> {
  const shown = parts.filter((part) => isOnScreen(queries, KEY_OF[part](id)));
  markOld(
    queries,
    id,
    parts.filter((part) => !shown.includes(part)),
  );
  const before = changesOf(queries, id);
  try {
    const fresh = await fetchSessionWith(id, shown);
    const after = changesOf(queries, id);
    // A change made here while the call was under way (a click, an event) is newer than the answer.
    const isCurrent = (queryKey: QueryKey) =>
      before.get(String(queryKey)) === after.get(String(queryKey)) &&
      !queries.isFetching({ queryKey, exact: true });
    apply(queries, fresh, shown, isCurrent);
  } catch (error) {
    if (isStatus(error, 403) || isStatus(error, 404)) return dropSession(queries, id, error);
    // Without an answer, the queries retry by themselves and show an error if that fails too.
    void queries.invalidateQueries({ queryKey: keys.session(id) });
  }
}

type IsCurrent = (queryKey: QueryKey) => boolean;

function apply(
  queries: QueryClient,
  fresh: SessionWithParts,
  shown: SessionPart[],
  isCurrent: IsCurrent,
) {
  const { steps, fixes, facts, lane, attempts, signals, handoff, ...aiSession } = fresh;
  const { id } = aiSession;
  const outdated: SessionPart[] = [];
  const put = (part: SessionPart, value: unknown) => {
    if (isCurrent(KEY_OF[part](id))) queries.setQueryData(KEY_OF[part](id), value);
    else outdated.push(part);
  };
  if (steps) addNewest(queries, id, steps.items);
  if (fixes) put("fixes", fixes.items);
  if (facts) put("facts", facts.items);
  if (lane) put("lane", lane.items);
  if (attempts) put("attempts", attempts.items);
  if (signals) put("signals", signals.items);
  if (shown.includes("handoff")) putHandoff(queries, id, handoff ?? null);
  const isSessionCurrent = isCurrent(keys.session(id));
  if (isSessionCurrent) putSession(queries, aiSession);
  if (!isSessionCurrent || outdated.length > 0) refetchSession(queries, id, outdated);
}

/** Stores the newest handoff. If no cached list contains it, the list is refetched. */
function putHandoff(queries: QueryClient, id: string, handoff: Handoff | null): void {
  const known = queries.getQueryData<Handoff[]>(keys.handoffs(id));
  const isKnown = handoff !== null && known?.some((other) => other.id === handoff.id);
  if (handoff) queries.setQueryData<Handoff>(keys.handoff(id, handoff.id), handoff);
  if (isKnown) {
    patch<Handoff[]>(queries, keys.handoffs(id), (all) =>
      all.map((other) => (other.id === handoff.id ? handoff : other)),
    );
  } else if (known) void queries.invalidateQueries({ queryKey: keys.handoffs(id), exact: true });
}

function isOnScreen(queries: QueryClient, queryKey: QueryKey): boolean {
  const isExact = queryKey.length === 2;
  const found = queries.getQueryCache().findAll({ queryKey, exact: isExact });
  return found.some((query) => query.isActive());
}

function markOld(queries: QueryClient, id: string, parts: readonly SessionPart[]): void {
  const marking = { refetchType: "none" } as const;
  void queries.invalidateQueries({ queryKey: keys.session(id), exact: true, ...marking });
  for (const part of parts)
    void queries.invalidateQueries({ queryKey: KEY_OF[part](id), ...marking });
}

/** The number of times that each cached answer about the session has changed. */
function changesOf(queries: QueryClient, id: string): Map<string, number> {
  const found = queries.getQueryCache().findAll({ queryKey: keys.session(id) });
  return new Map(found.map((query) => [String(query.queryKey), query.state.dataUpdateCount]));
}
