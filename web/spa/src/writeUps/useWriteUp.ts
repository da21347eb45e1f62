/** A text that a job writes about a session: read when it is opened, written on demand, renewed by its event. */
import { type QueryKey, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { AiSession } from "~/api/types";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";

/** What previews, the documentation and client updates have in common. */
export interface WriteUp {
  status: "none" | "pending" | "ready" | "failed";
  /** Markdown, or the fields of a case. */
  content: unknown;
  /** The session's version that the text describes. */
  state_version: number | null;
  stale: boolean;
  /** Why the last job wrote nothing: a code, see `failures.ts`. */
  error: string | null;
}

export interface WriteUpSource<T extends WriteUp> {
  queryKey: QueryKey;
  read: () => Promise<T>;
  /** Asks the job for a new text. */
  ask: (key: string) => Promise<T>;
}

export interface OpenWriteUp<T extends WriteUp> {
  /** Undefined until it is read. */
  data: T | undefined;
  loadError: Error | null;
  reload: () => void;
  isWriting: boolean;
  /** The session has changed since the text was written. */
  isStale: boolean;
  ask: () => void;
  askError: Error | null;
}

/** In case the event of a finished text is lost. */
const CHECK_MS = 20_000;

interface WriteUpOptions {
  aiSession: AiSession;
  /** Asks for a text by itself, once, if there is none of the session as it is now. */
  isAskedAtOnce?: boolean;
}

export function useWriteUp<T extends WriteUp>(
  source: WriteUpSource<T>,
  { aiSession, isAskedAtOnce = false }: WriteUpOptions,
): OpenWriteUp<T> {
  const found = useQuery({
    queryKey: source.queryKey,
    queryFn: source.read,
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.status === "pending" ? CHECK_MS : false),
  });
  const asking = useAsking(source);
  const { data } = found;
  const isStale = data !== undefined && isOutdated(data, aiSession);
  const isMissing = data?.status === "none" || (data?.status === "ready" && isStale);
  useAskAtOnce(isAskedAtOnce, found.isSuccess && !found.isFetching, isMissing, asking.mutate);
  return {
    data,
    loadError: data ? null : found.error,
    reload: () => void found.refetch(),
    isWriting: asking.isPending || data?.status === "pending",
    isStale,
    ask: () => {
      if (!asking.isPending) asking.mutate();
    },
    askError: asking.error,
  };
}

function useAsking<T extends WriteUp>({ queryKey, ask }: WriteUpSource<T>) {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  return useMutation({
    mutationFn: () => sendOnce(queryKey, ask),
    onSuccess: (answer) => queries.setQueryData(queryKey, answer),
    onError: () => void queries.invalidateQueries({ queryKey }),
  });
}

/** The session in the cache may be newer than the text, or the text may have been asked for in another tab. */
function isOutdated({ stale, status, state_version }: WriteUp, aiSession: AiSession): boolean {
  if (status !== "ready" && status !== "failed") return false;
  return stale || (state_version ?? aiSession.state_version) < aiSession.state_version;
}

/** Decides when the text is first read: what becomes outdated while it is open is only marked. */
function useAskAtOnce(isAllowed: boolean, isRead: boolean, isMissing: boolean, ask: () => void) {
  const isDecided = useRef(!isAllowed);
  useEffect(() => {
    if (!isRead || isDecided.current) return;
    isDecided.current = true;
    if (isMissing) ask();
  }, [isRead, isMissing, ask]);
}
