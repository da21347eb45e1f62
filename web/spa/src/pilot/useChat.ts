/** What the parts of an open chat share: the session, its record and fixes, and which layer lies over it. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "~/api/keys";
import { fetchSession } from "~/api/sessions";
import type { AiSession, Fix, Step } from "~/api/types";
import { useSessionTopic } from "~/live/LiveProvider";
import { NEW } from "./composer/drafts";
import { activeFix, bannerFix } from "./fix/fixMode";
import { type FixActs, useFixActs, useFixes } from "./fix/useFixes";
import { useSteps } from "./steps";
import { type Sending, useSend } from "./useSend";

export type Layer = "escalate" | "conclude" | "concluded-fix" | "details" | "context";

export interface OpenChat {
  aiSession: AiSession;
  steps: Step[];
  sending: Sending;
  /** The fix that is not terminal yet, and the one that the banner shows. */
  activeFix: Fix | null;
  bannerFix: Fix | null;
  acts: FixActs;
  layer: Layer | null;
  setLayer: (layer: Layer | null) => void;
}

export interface Chat {
  /** Null for a new session, and until one is read. */
  open: OpenChat | null;
  sending: Sending;
  error: Error | null;
  retry: () => void;
}

const NO_STEPS: Step[] = [];
const NO_FIXES: Fix[] = [];

export function useChat(sessionId: string | null): Chat {
  const id = sessionId ?? NEW;
  const session = useQuery({
    queryKey: keys.session(id),
    queryFn: () => fetchSession(id),
    enabled: sessionId !== null,
  });
  useSessionTopic(session.data ? sessionId : null);
  const record = useSteps(id, sessionId !== null);
  const fixes = useFixes(id, sessionId !== null).data ?? NO_FIXES;
  const steps = record.data ?? NO_STEPS;
  const sending = useSend(id, steps);
  const acts = useFixActs();
  const [layer, setLayer] = useLayer(id);
  const retry = () => void Promise.all([session.refetch(), record.refetch()]);
  const error = (!session.data && session.error) || (!record.data && record.error) || null;
  if (!session.data || !record.data) return { open: null, sending, error, retry };
  const shared = {
    activeFix: activeFix(fixes),
    bannerFix: bannerFix(fixes),
    acts,
    layer,
    setLayer,
  };
  return { open: { aiSession: session.data, steps, sending, ...shared }, sending, error, retry };
}

/** A layer belongs to the session it was opened over. */
function useLayer(id: string): [Layer | null, (layer: Layer | null) => void] {
  const [open, setOpen] = useState<{ id: string; layer: Layer | null }>({ id, layer: null });
  return [open.id === id ? open.layer : null, (layer) => setOpen({ id, layer })];
}
