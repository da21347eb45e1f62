/** Loads the handoff of a context screen: the session's open one, or its latest. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { isStatus } from "~/api/errors";
import { fetchHandoff, fetchHandoffs } from "~/api/handoffs";
import { keys } from "~/api/keys";
import type { AiSession, Handoff } from "~/api/types";
import { sessionOf } from "~/live/sessionReader";

export interface HandoffContext {
  aiSession: AiSession | undefined;
  /** Undefined while it is loading; null if the session was never escalated. */
  handoff: Handoff | null | undefined;
  error: Error | null;
  /** The user may not (or no longer) read the session, so nothing from the cache may be shown. */
  isOutOfReach: boolean;
  retry: () => void;
}

export function useHandoffContext(sessionId: string): HandoffContext {
  const session = useQuery(sessionOf(useQueryClient(), sessionId));
  const openId = session.data?.open_handoff_id ?? null;
  const list = useQuery({
    queryKey: keys.handoffs(sessionId),
    queryFn: () => fetchHandoffs(sessionId),
    enabled: session.data !== undefined && openId === null,
  });
  const newest = list.data?.find((handoff) => handoff.intent === "escalate");
  const id = useLast(openId ?? newest?.id);
  const full = useQuery({
    queryKey: keys.handoff(sessionId, id ?? ""),
    queryFn: () => fetchHandoff(sessionId, id ?? ""),
    enabled: id !== undefined,
  });
  const isNone = openId === null && list.data !== undefined && id === undefined;
  return {
    aiSession: session.data,
    handoff: isNone ? null : full.data,
    isOutOfReach: isStatus(session.error, 403) || isStatus(session.error, 404),
    error: session.error ?? (full.data ? null : (list.error ?? full.error)),
    retry: () => void Promise.all([session.refetch(), list.refetch()]),
  };
}

/** After a claim the session has no open handoff. Until the list is loaded, the screen keeps showing the one it had. */
function useLast(id: string | undefined): string | undefined {
  const [last, setLast] = useState(id);
  if (id !== undefined && id !== last) setLast(id);
  return id ?? last;
}
