/** Holds the app's stream, and lets screens hear events, add the topic of the session they show, and know the connection's state. */
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
import { fetchSession } from "~/api/sessions";
import { createStore, type Store, useStore } from "~/lib/store";
import { useIsViewer } from "~/login/LoginProvider";
import type { LiveEvent } from "./events";
import { reread } from "./reread";
import { type LiveState, LiveStream } from "./stream";
import { watchMayListen } from "./visibility";

type Listener = (event: LiveEvent) => void;

interface Live {
  listeners: Set<Listener>;
  state: Store<LiveState>;
  openSession: Store<string | null>;
}

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
  const [stream] = useState(
    () =>
      new LiveStream({
        onState: live.state.set,
        onRefused: () => askWhy(queries, live.openSession),
        onEvent(event) {
          reread(queries, event);
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
}

function useTopics(live: Live): string {
  const isViewer = useIsViewer();
  const sessionId = useStore(live.openSession);
  const topics = isViewer ? ["notifications"] : ["escalations", "notifications"];
  return [...topics, ...(sessionId ? [`session:${sessionId}`] : [])].join(",");
}

/** Not while hidden behind another tab, signed out or locked: a refused stream would only be asked for again and again. */
function useMayListen(): boolean {
  const [isOurTurn, setIsOurTurn] = useState(true);
  useEffect(() => watchMayListen(setIsOurTurn), []);
  const isSignedOut = useStore(signedOut);
  const lock = useStore(billingLock);
  return isOurTurn && !isSignedOut && !lock;
}

/**
 * EventSource hides the status of a refusal. Asking who one is tells a lost login from anything else; reading something that billing gates
 * brings its lock to light; and a session that one may no longer read must not cost the other topics their stream.
 */
async function askWhy(queries: QueryClient, openSession: Store<string | null>): Promise<boolean> {
  try {
    await fetchMe();
  } catch (error) {
    if (!isStatus(error, 401)) return true;
    signedOut.set(true);
    return false;
  }
  void queries.invalidateQueries({ queryKey: keys.sessions });
  await dropUnreadable(openSession);
  return true;
}

async function dropUnreadable(openSession: Store<string | null>): Promise<void> {
  const sessionId = openSession.get();
  if (!sessionId) return;
  try {
    await fetchSession(sessionId);
  } catch (error) {
    if (isStatus(error, 403) || isStatus(error, 404)) openSession.set(null);
  }
}

export function useLiveState(): LiveState {
  return useStore(useLive().state);
}

/** Calls `handle` for every event while the component is on the screen. */
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

/** Adds this session's topic to the stream while the component is on the screen. */
export function useSessionTopic(sessionId: string | null): void {
  const { openSession } = useLive();
  useEffect(() => {
    openSession.set(sessionId);
    return () => openSession.set(null);
  }, [openSession, sessionId]);
}

/** Listens to a session that is about to be opened: its first words may come before its screen does. */
export function useListenEarly(): (sessionId: string) => void {
  return useLive().openSession.set;
}
