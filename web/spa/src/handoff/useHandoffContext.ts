/** The handoff a context screen is about: the open one of the session, or the latest one. */
import { useQuery } from "@tanstack/react-query";
import { fetchHandoff, fetchHandoffs } from "~/api/handoffs";
import { keys } from "~/api/keys";
import { fetchSession } from "~/api/sessions";
import type { AiSession, Handoff } from "~/api/types";

export interface HandoffContext {
  aiSession: AiSession | undefined;
  /** Undefined while it is read; null for a session that never was escalated. */
  handoff: Handoff | null | undefined;
  error: Error | null;
  retry: () => void;
}

export function useHandoffContext(sessionId: string): HandoffContext {
  const session = useQuery({
    queryKey: keys.session(sessionId),
    queryFn: () => fetchSession(sessionId),
  });
  const openId = session.data?.open_handoff_id ?? null;
  const list = useQuery({
    queryKey: keys.handoffs(sessionId),
    queryFn: () => fetchHandoffs(sessionId),
    enabled: session.data !== undefined && openId === null,
  });
  const id = openId ?? list.data?.find((handoff) => handoff.intent === "escalate")?.id;
  const full = useQuery({
    queryKey: keys.handoff(sessionId, id ?? ""),
    queryFn: () => fetchHandoff(sessionId, id ?? ""),
    enabled: id !== undefined,
  });
  const isNone = openId === null && list.data !== undefined && id === undefined;
  return {
    aiSession: session.data,
    handoff: isNone ? null : full.data,
    error: session.error ?? (full.data ? null : (list.error ?? full.error)),
    retry: () => void Promise.all([session.refetch(), list.refetch()]),
  };
}
