/** Who claimed which session, as reported by the stream. Every screen knows it at once, even if the user may no longer read the session. */
import type { Person } from "~/api/types";
import { createStore, useStore } from "~/lib/store";
import type { LiveEvent } from "./events";

export interface Claim {
  sessionId: string;
  /** Null for a legacy escalation, which has no handoff row. */
  handoffId: string | null;
  by: Person;
  /** RFC 3339. */
  at: string;
}

const REMEMBERED = 50;

const claims = createStore<readonly Claim[]>([]);

function claimOf(event: LiveEvent): Claim | null {
  if (event.type !== "handoff_claimed" || !event.claimed_by || !event.claimed_at) return null;
  const { session_id: sessionId, handoff_id: handoffId, claimed_by: by, claimed_at: at } = event;
  return { sessionId, handoffId, by, at };
}

export function rememberClaim(event: LiveEvent): void {
  const claim = claimOf(event);
  if (!claim) return;
  claims.set((now) => {
    const others = now.filter((other) => other.sessionId !== claim.sessionId);
    return [...others, claim].slice(-REMEMBERED);
  });
}

/** The last claim of this session since the page was loaded. */
export function useClaimOf(sessionId: string | null): Claim | null {
  return useStore(claims).find((claim) => claim.sessionId === sessionId) ?? null;
}
