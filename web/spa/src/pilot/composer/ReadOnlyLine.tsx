/** Stands in place of the composer where one cannot write, and says why. */
import { useQuery } from "@tanstack/react-query";
import { fetchHandoffs } from "~/api/handoffs";
import { keys } from "~/api/keys";
import { reopen } from "~/api/sessions";
import type { AiSession } from "~/api/types";
import { isWaiting } from "~/lib/words";
import { useLogin } from "~/login/LoginProvider";
import { Button, ButtonLink } from "~/ui/Button";
import { RelativeTime } from "~/ui/RelativeTime";
import { useSessionAct } from "../useSessionAct";
import css from "./composer.module.css";

export function ReadOnlyLine({ aiSession }: { aiSession: AiSession }) {
  return (
    <p className={css.readOnly}>
      <Reason aiSession={aiSession} />
    </p>
  );
}

function Reason({ aiSession }: { aiSession: AiSession }) {
  const { user } = useLogin();
  if (aiSession.status === "resolved") return <Resolved aiSession={aiSession} />;
  if (aiSession.status === "abandoned") return <Ended word="Abandoned" at={aiSession.updated_at} />;
  if (user.role === "viewer")
    return <>You can read this. Writing needs the role engineer or admin.</>;
  if (isWaiting(aiSession) && aiSession.open_handoff_id) {
    return (
      <>
        Waiting to be picked up.{" "}
        <ButtonLink small to={`/pilot/${aiSession.id}?pickup=true`}>
          Open handoff
        </ButtonLink>
      </>
    );
  }
  if (aiSession.handler && aiSession.handler.id !== user.id) return <Taken aiSession={aiSession} />;
  return <>Only its owner and its handler write here.</>;
}

function Resolved({ aiSession }: { aiSession: AiSession }) {
  const { user } = useLogin();
  const reopening = useSessionAct(aiSession.id, (key) => reopen(aiSession.id, key));
  const isOurs = [aiSession.user.id, aiSession.handler?.id].includes(user.id);
  return (
    <>
      <Ended word="Resolved" at={aiSession.updated_at} />{" "}
      {isOurs && user.role !== "viewer" && (
        <Button small aria-disabled={reopening.isRunning} onClick={reopening.run}>
          Reopen
        </Button>
      )}
    </>
  );
}

function Ended({ word, at }: { word: string; at: string }) {
  return (
    <>
      {word} <RelativeTime at={at} focusable tip="start" />.
    </>
  );
}

function Taken({ aiSession }: { aiSession: AiSession }) {
  const handoffs = useQuery({
    queryKey: keys.handoffs(aiSession.id),
    queryFn: () => fetchHandoffs(aiSession.id),
  });
  const claim = handoffs.data?.find((handoff) => handoff.claimed_by?.id === aiSession.handler?.id);
  return (
    <>
      Taken by {aiSession.handler?.name}
      {claim?.claimed_at && (
        <>
          , <RelativeTime at={claim.claimed_at} focusable tip="start" />
        </>
      )}
      .
    </>
  );
}
