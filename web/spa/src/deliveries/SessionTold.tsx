/** Who was told of the session's latest escalation, in the details of a chat. Open while somebody is waited for. */
import { useQuery } from "@tanstack/react-query";
import { fetchHandoff, fetchHandoffs } from "~/api/handoffs";
import { keys } from "~/api/keys";
import type { AiSession, Handoff } from "~/api/types";
import { isWaiting } from "~/lib/text";
import ToldFold from "./ToldFold";

export default function SessionTold({ aiSession }: { aiSession: AiSession }) {
  const handoff = useLastEscalation(aiSession);
  if (!handoff) return null;
  return <ToldFold key={handoff.id} handoff={handoff} startsOpen={isWaiting(aiSession)} />;
}

/** The open one is known from the session; an earlier one is the newest of the list. */
function useLastEscalation({ id, open_handoff_id, escalation_reason }: AiSession) {
  const openId = open_handoff_id ?? "";
  const open = useQuery({
    queryKey: keys.handoff(id, openId),
    queryFn: () => fetchHandoff(id, openId),
    enabled: openId !== "",
  });
  const all = useQuery({
    queryKey: keys.handoffs(id),
    queryFn: () => fetchHandoffs(id),
    enabled: openId === "" && escalation_reason !== null,
  });
  return [open.data, ...(all.data ?? [])].find(isEscalation);
}

function isEscalation(handoff: Handoff | undefined): handoff is Handoff {
  return handoff?.intent === "escalate";
}
