/**
 * Shows the person who escalated, at once and on every screen, who picked it up. A claim does not add a notification for them.
 *
 * A toast about an escalation ends when the escalation is settled.
 */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useLocation, useNavigate } from "react-router";
import { keys } from "~/api/keys";
import type { AiSession } from "~/api/types";
import { rowKey } from "~/escalations/queue";
import { headline } from "~/lib/text";
import type { HandoffSettled } from "~/live/events";
import { useLiveEvents } from "~/live/LiveProvider";
import { rowOf } from "~/live/patches";
import { useLogin } from "~/login/LoginProvider";
import { settleToasts, showToast } from "~/ui/toasts";

export function useClaimToasts(): void {
  const { user } = useLogin();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const here = useOpenSession();
  useLiveEvents((event) => {
    if (event.type !== "handoff_claimed" && event.type !== "handoff_withdrawn") return;
    settleToasts(rowKey(event));
    const id = event.session_id;
    const aiSession = queries.getQueryData<AiSession>(keys.session(id)) ?? rowOf(queries, id);
    if (!event.claimed_by || !event.claimed_at || !concerns(event, aiSession, user.id)) return;
    // If the chat is on the screen, its header says the same, so the toast needs no link.
    const action = { label: "Open", run: () => void navigate(`/pilot/${id}`) };
    showToast(`${event.claimed_by.name} picked up your escalation`, {
      at: event.claimed_at,
      itemKey: id,
      ...(aiSession && { about: headline(aiSession) }),
      ...(here !== id && { action }),
    });
  });
  useEffect(() => {
    if (here) settleToasts(here);
  }, [here]);
}

/** Whether the event concerns this user: the escalator or the session's owner, but not the person who claimed it. */
function concerns(
  event: HandoffSettled,
  aiSession: AiSession | undefined,
  userId: string,
): boolean {
  if (event.claimed_by?.id === userId) return false;
  return event.created_by?.id === userId || aiSession?.user.id === userId;
}

function useOpenSession(): string | undefined {
  return useLocation().pathname.match(/^\/pilot\/([^/]+)/)?.[1];
}
