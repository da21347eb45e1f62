/** Reports a new escalation to screen readers and in the title of a hidden tab. */
import { useEffect, useRef } from "react";
import { applyQueueEvent, rowKey } from "~/escalations/queue";
import type { HandoffCreated } from "~/live/events";
import { useLiveEvents } from "~/live/LiveProvider";
import { useLogin } from "~/login/LoginProvider";
import { announce } from "~/ui/announcer";
import { alertInTitle, endTitleAlert, settleTitleAlert } from "./tabTitle";

/** Escalations within this time are announced together. */
const BURST_MS = 300;

export function useEscalationAlerts(): void {
  const { user } = useLogin();
  const burst = useRef<HandoffCreated[]>([]);
  useLiveEvents((event) => {
    applyQueueEvent(event, user.id);
    if (event.type === "handoff_claimed" || event.type === "handoff_withdrawn")
      settleTitleAlert(rowKey(event));
    if (event.type !== "handoff_created" || event.created_by.id === user.id) return;
    if (document.hidden) alertInTitle(event.handoff_id);
    burst.current.push(event);
    if (burst.current.length === 1)
      setTimeout(() => announce(burstText(burst.current.splice(0))), BURST_MS);
  });
  useEffect(() => {
    const look = () => {
      if (!document.hidden) endTitleAlert();
    };
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
}

function burstText(burst: HandoffCreated[]): string {
  const [only] = burst;
  if (burst.length !== 1 || !only) return `${burst.length} new escalations`;
  return `New escalation from ${only.created_by.name}: ${only.problem}`;
}
