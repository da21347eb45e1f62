/** The data that the parts of an open chat share: the session, its steps and fixes, and the open layer. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { AiSession, Fix, Step } from "~/api/types";
import { useSessionTopic } from "~/live/LiveProvider";
import { sessionOf } from "~/live/sessionReader";
import { NEW } from "./composer/drafts";
import { activeFix, bannerFix } from "./fix/fixMode";
import { type FixMutations, useFixes, useFixMutations } from "./fix/useFixes";
import { useSteps } from "./steps";
import { type Sending, useSend } from "./useSend";

export type Layer =
  | "escalate"
  | "conclude"
  | "concluded-fix"
  | "note"
  | "park"
  | "details"
  | "context"
  | "documentation"
  | "share"
  | "ticket"
  | "spin-off";

export interface OpenChat {
  aiSession: AiSession;
  steps: Step[];
  sending: Sending;
  /** The fix that is not terminal yet, and the fix that the banner shows. */
  activeFix: Fix | null;
  bannerFix: Fix | null;
  /** All of the session, newest first. */
  fixes: readonly Fix[];
  acts: FixMutations;
  layer: Layer | null;
  setLayer: (layer: Layer | null) => void;
}

export interface Chat {
  /** Null for a new session, and until the session is loaded. */
  open: OpenChat | null;
  sending: Sending;
  error: Error | null;
  retry: () => void;
}

const NO_STEPS: Step[] = [];
const NO_FIXES: Fix[] = [];

export function useChat(sessionId: string | null): Chat {
  const id = sessionId ?? NEW;
  const queries = useQueryClient();
  const session = useQuery({ ...sessionOf(queries, id), enabled: sessionId !== null });
  const isRead = session.data !== undefined;
  useSessionTopic(session.data ? sessionId : null);
  const record = useSteps(id, isRead);
  const fixes = useFixes(id, isRead).data ?? NO_FIXES;
  const steps = record.data ?? NO_STEPS;
  const sending = useSend(id, steps);
  const acts = useFixMutations();
  const [layer, setLayer] = useLayer(id);
  const retry = () => void Promise.all([session.refetch(), record.refetch()]);
  const error = (!session.data && session.error) || (!record.data && record.error) || null;
  if (!session.data || !record.data) return { open: null, sending, error, retry };
  const shared = {
    activeFix: activeFix(fixes),
    bannerFix: bannerFix(fixes),
    fixes,
    acts,
    layer,
    setLayer,
  };
  return { open: { aiSession: session.data, steps, sending, ...shared }, sending, error, retry };
}

/** A layer belongs to the session for which it was opened. */
function useLayer(id: string): [Layer | null, (layer: Layer | null) => void] {
  const [open, setOpen] = useState<{ id: string; layer: Layer | null }>({ id, layer: null });
  return [open.id === id ? open.layer : null, (layer) => setOpen({ id, layer })];
}
