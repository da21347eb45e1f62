/**
 * Owns the app's stream. Screens use it to receive events, to add the topic of their session, to follow the reply that is being written
 * there, and to show the connection's state.
 */
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import {
  createContext,
  type ReactNode,
  use,
  useEffect,
  useEffectEvent,
  useMemo,
  useState,
} from "react";
import { isStatus } from "~/api/errors";
import { billingLock, signedOut } from "~/api/gate";
import { keys } from "~/api/keys";
import { fetchMe } from "~/api/login";
import { assertPageUser, isReloading } from "~/api/pageUser";
import { fetchSession } from "~/api/sessions";
import type { Me } from "~/api/types";
import { learnFromStream } from "~/lib/serverTime";
import { createStore, type Store, useSelected, useStore } from "~/lib/store";
import { useIsViewer, useLogin } from "~/login/LoginProvider";
import { applyPresence } from "~/presence/people";
import { rememberClaim } from "./claims";
import type { LiveEvent } from "./events";
import { invalidateFor } from "./invalidation";
import { dropSession, isRefusal } from "./refusals";
import { ReplyFeed, type SessionTexts } from "./replyFeed";
import { NO_TEXTS, textSoFar } from "./replyTexts";
import { SharedStream } from "./sharedStream";
import { type LiveState, LiveStream, type StreamCallbacks } from "./stream";
import { canShare, watchVisibility } from "./visibility";

type Listener = (event: LiveEvent) => void;

interface Live {
  listeners: Set<Listener>;
  state: Store<LiveState>;
  openSession: Store<string | null>;
  openHandoff: Store<string | null>;
  /** The session of the script builder that is shown. It may be shown beside an AI session, and has a feed of its own. */
  openScript: Store<string | null>;
  replies: ReplyFeed;
  scriptReplies: ReplyFeed;
}

/** For messages that are complete, so that no delta reaches them. */
const NO_REPLY = createStore<SessionTexts>({ sessionId: "", texts: NO_TEXTS });

const LiveContext = createContext<Live | null>(null);

function useLive(): Live {
  const live = use(LiveContext);
  if (!live) throw new Error("Only inside LiveProvider");
  return live;
}

export function LiveProvider({ children }: { children: ReactNode }) {
  const live = useMemo<Live>(
    () => ({
      listeners: new Set(),
      state: createStore<LiveState>("connecting"),
      openSession: createStore<string | null>(null),
      openHandoff: createStore<string | null>(null),
      openScript: createStore<string | null>(null),
      replies: new ReplyFeed(),
      scriptReplies: new ReplyFeed(),
    }),
    [],
  );
  useStream(live);
  return <LiveContext value={live}>{children}</LiveContext>;
}

function useStream(live: Live): void {
  const queries = useQueryClient();
  const topics = useTopics(live);
  const mayListen = useMayListen();
  const { user } = useLogin();
  const [stream] = useState(() =>
    streamOf(user.id, {
      onState: live.state.set,
      onRefused: () => findRefusalReason(queries, live.openSession),
      onEvent(event) {
        learnTime(event);
        if (!isOwnStream(event)) return;
        rememberClaim(event);
        if (isOfScript(event, live)) live.scriptReplies.receive(event);
        else {
          live.replies.receive(event);
          invalidateFor(queries, event);
        }
        applyPresence(event);
        for (const listener of [...live.listeners]) listener(event);
      },
    }),
  );
  useEffect(() => {
    if (mayListen) stream.listen(topics.split(","));
    else {
      stream.close();
      live.state.set("reconnecting");
    }
  }, [stream, topics, mayListen, live]);
  useEffect(() => () => stream.close(), [stream]);
  useEffect(() => {
    return () => {
      live.replies.end();
      live.scriptReplies.end();
    };
  }, [live]);
}

/** Replies of the script builder carry its session's id in the place of an AI session's. */
function isOfScript(event: LiveEvent, { openScript }: Live): boolean {
  const scriptSessionId = openScript.get();
  return !!scriptSessionId && "session_id" in event && event.session_id === scriptSessionId;
}

/** Tabs of different users share nothing. */
function streamOf(userId: string, callbacks: StreamCallbacks): LiveStream | SharedStream {
  return canShare
    ? new SharedStream(callbacks, `flowpilot-stream-${userId}`)
    : new LiveStream(callbacks);
}

function learnTime(event: LiveEvent): void {
  if (event.type === "ready" || event.type === "ping") learnFromStream(event.server_time);
}

/** A stream belongs to the user whose cookie the browser sent; after a sign-in in another tab this may be another user. */
function isOwnStream(event: LiveEvent): boolean {
  if (event.type !== "ready" || !event.user_id) return true;
  try {
    assertPageUser(event.user_id);
    return true;
  } catch {
    return false;
  }
}

function useTopics(live: Live): string {
  const isViewer = useIsViewer();
  const sessionId = useStore(live.openSession);
  const handoffId = useStore(live.openHandoff);
  const scriptId = useStore(live.openScript);
  const topics = isViewer ? ["notifications"] : ["escalations", "notifications"];
  if (sessionId) topics.push(`session:${sessionId}`);
  if (handoffId) topics.push(`handoff:${handoffId}`);
  if (scriptId) topics.push(`script:${scriptId}`);
  return topics.join(",");
}

/** False while the tab is signed out or locked, because a refused stream would only be requested again and again. */
function useMayListen(): boolean {
  const [isVisible, setIsVisible] = useState(true);
  useEffect(() => watchVisibility(setIsVisible), []);
  const isSignedOut = useStore(signedOut);
  const lock = useStore(billingLock);
  const isOthers = useStore(isReloading);
  return (canShare || isVisible) && !isSignedOut && !lock && !isOthers;
}

/**
 * EventSource hides the status of a refusal. `me` shows whether the login ended or the role changed, and the session list, which billing
 * gates, shows a lock. A session that the user may no longer read is dropped, so that the other topics keep their stream.
 */
async function findRefusalReason(
  queries: QueryClient,
  openSession: Store<string | null>,
): Promise<boolean> {
  try {
    learnRole(queries, await fetchMe());
  } catch (error) {
    if (!isStatus(error, 401)) return true;
    signedOut.set(true);
    return false;
  }
  void queries.invalidateQueries({ queryKey: keys.sessions });
  await dropUnreadableSession(queries, openSession);
  return true;
}

/** A new role may have other topics and rights, so every cached answer is refetched. */
function learnRole(queries: QueryClient, me: Me): void {
  const known = queries.getQueryData<Me>(keys.me);
  queries.setQueryData(keys.me, me);
  if (known?.user.role !== me.user.role) void queries.invalidateQueries();
}

async function dropUnreadableSession(
  queries: QueryClient,
  openSession: Store<string | null>,
): Promise<void> {
  const sessionId = openSession.get();
  if (!sessionId) return;
  try {
    await fetchSession(sessionId);
  } catch (error) {
    if (!isRefusal(error)) return;
    openSession.set(null);
    dropSession(queries, sessionId, error);
  }
}

export function useLiveState(): LiveState {
  return useStore(useLive().state);
}

/** Calls `handle` for every event while the component is mounted. */
export function useLiveEvents(handle: Listener): void {
  const { listeners } = useLive();
  const latest = useEffectEvent(handle);
  useEffect(() => {
    const listener: Listener = (event) => latest(event);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }, [listeners]);
}

/** The ids of the session's replies that have text. A component that uses them does not render again for each delta. */
export function useReplyIds(sessionId: string): string[] {
  const joined = useSelected(useLive().replies.shown, (shown) =>
    shown.sessionId === sessionId ? Object.keys(shown.texts).join(" ") : "",
  );
  return useMemo(() => joined.split(" ").filter(Boolean), [joined]);
}

/** The text of a reply so far; "" without a reply. */
export function useReplyText(replyId: string | null): string {
  const { shown } = useLive().replies;
  return useSelected(replyId === null ? NO_REPLY : shown, ({ texts }) =>
    replyId === null ? "" : textSoFar(texts[replyId]),
  );
}

/** Adds this session's topic to the stream while the component is mounted. */
export function useSessionTopic(sessionId: string | null): void {
  const { openSession } = useLive();
  useEffect(() => {
    openSession.set(sessionId);
    return () => openSession.set(null);
  }, [openSession, sessionId]);
}

/** Adds this handoff's topic while the component is mounted. The queue's topic does not reach viewers. */
export function useHandoffTopic(handoffId: string): void {
  const { openHandoff } = useLive();
  useEffect(() => {
    openHandoff.set(handoffId);
    return () => openHandoff.set(null);
  }, [openHandoff, handoffId]);
}

/** Adds this session of the script builder while the component is mounted. */
export function useScriptTopic(scriptSessionId: string): void {
  const { openScript } = useLive();
  useEffect(() => {
    openScript.set(scriptSessionId);
    return () => openScript.set(null);
  }, [openScript, scriptSessionId]);
}

/** The text so far of a reply in the script builder; "" without a reply. */
export function useScriptReplyText(messageId: string | null): string {
  const { shown } = useLive().scriptReplies;
  return useSelected(messageId === null ? NO_REPLY : shown, ({ texts }) =>
    messageId === null ? "" : textSoFar(texts[messageId]),
  );
}

/** Subscribes to a session that is about to open, because its first events may arrive before its screen is mounted. */
export function useSubscribeEarly(): (sessionId: string) => void {
  return useLive().openSession.set;
}
