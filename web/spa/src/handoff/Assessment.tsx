/** The AI's reading of an escalated session. It fills in live and never holds anybody up. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { messageOf } from "~/api/errors";
import { retryAssessment } from "~/api/handoffs";
import { keys } from "~/api/keys";
import type { AssessmentData, Handoff } from "~/api/types";
import { secondsSince, useNow } from "~/lib/time";
import { useActKey } from "~/lib/useActKey";
import { capitalised, DEMO_AI } from "~/lib/words";
import { useLogin } from "~/login/LoginProvider";
import { Prose } from "~/prose/Prose";
import { announce } from "~/ui/announcer";
import { Button } from "~/ui/Button";
import { Pill } from "~/ui/Pill";
import { Skeleton } from "~/ui/Skeleton";
import { Tip } from "~/ui/Tip";
import css from "./handoff.module.css";

export function Assessment({ handoff, mayRetry }: { handoff: Handoff; mayRetry: boolean }) {
  const { assistant } = useLogin();
  useArrivalAnnouncement(handoff.assessment_status);
  const data = handoff.ai_assessment_data;
  return (
    <section className={`${css.card} ${css.assessment}`} aria-labelledby="assessment-title">
      <div className={css.cardHead}>
        <h2 id="assessment-title">Copilot assessment</h2>
        {assistant.demo && <Pill tone="info">{DEMO_AI}</Pill>}
        {data?.confidence && <Confidence data={data} />}
      </div>
      <Content handoff={handoff} mayRetry={mayRetry} />
    </section>
  );
}

function Content({ handoff, mayRetry }: { handoff: Handoff; mayRetry: boolean }) {
  switch (handoff.assessment_status) {
    case "pending":
      return <OnItsWay since={handoff.created_at} />;
    case "unavailable":
      return <Unavailable handoff={handoff} mayRetry={mayRetry} />;
    case "not_requested":
      return <p className={css.muted}>No assessment was asked for.</p>;
    case "ready":
      return handoff.ai_assessment_data ? (
        <Reading data={handoff.ai_assessment_data} />
      ) : (
        <Prose text={handoff.ai_assessment ?? ""} />
      );
  }
}

function Confidence({ data }: { data: AssessmentData }) {
  const pill = <Pill tone="info">Confidence: {capitalised(data.confidence ?? "")}</Pill>;
  const facts = data.facts_used ?? [];
  return facts.length > 0 ? <Tip text={`It rests on: ${facts.join("; ")}`}>{pill}</Tip> : pill;
}

function OnItsWay({ since }: { since: string }) {
  const seconds = secondsSince(since, useNow());
  return (
    <>
      <p className={css.muted}>Reading the session {seconds} s</p>
      <Skeleton bones={[16, 16, 16, 16, 16]} label="The assessment is on its way" />
    </>
  );
}

function Reading({ data }: { data: AssessmentData }) {
  return (
    <>
      {data.summary && <Prose text={data.summary} />}
      {data.likely_cause && (
        <div>
          <h3>Likely cause</h3>
          <Prose text={data.likely_cause} />
        </div>
      )}
      <Lines title="Suggested next" lines={data.suggested_steps} ordered />
      <Lines title="Open questions" lines={data.open_questions} />
    </>
  );
}

interface LinesProps {
  title: string;
  lines: string[] | undefined;
  ordered?: boolean;
}

function Lines({ title, lines = [], ordered }: LinesProps) {
  if (lines.length === 0) return null;
  const items = lines.map((line) => <li key={line}>{line}</li>);
  return (
    <div>
      <h3>{title}</h3>
      {ordered ? <ol className={css.next}>{items}</ol> : <ul className={css.open}>{items}</ul>}
    </div>
  );
}

function Unavailable({ handoff, mayRetry }: { handoff: Handoff; mayRetry: boolean }) {
  const queries = useQueryClient();
  const act = useActKey();
  const retrying = useMutation({
    mutationFn: () =>
      act(handoff.id, (key) => retryAssessment(handoff.session_id, handoff.id, key)),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.handoffs(handoff.session_id) }),
  });
  return (
    <>
      <p>No assessment: {handoff.assessment_error ?? "the model gave no reason."}</p>
      {mayRetry && (
        <div>
          <Button onClick={() => retrying.mutate()} aria-disabled={retrying.isPending}>
            {retrying.isPending ? "Asking again…" : "Try again"}
          </Button>
        </div>
      )}
      {retrying.error && <p className={css.muted}>Not asked again. {messageOf(retrying.error)}</p>}
    </>
  );
}

/** Said when it arrives while somebody looks, not when it was there from the start. */
function useArrivalAnnouncement(status: Handoff["assessment_status"]): void {
  const before = useRef(status);
  useEffect(() => {
    if (before.current === "pending" && status === "ready") announce("The assessment is ready.");
    if (before.current === "pending" && status === "unavailable") announce("No assessment.");
    before.current = status;
  }, [status]);
}
