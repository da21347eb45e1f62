/** The copilot's assessment. It fills in live in reserved space and never delays the user. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { LoaderCircle } from "lucide-react";
import { useEffect, useRef } from "react";
import { assistantErrorText } from "~/api/assistantErrors";
import { messageOf } from "~/api/errors";
import { retryAssessment } from "~/api/handoffs";
import { keys } from "~/api/keys";
import type { AssessmentData, Handoff } from "~/api/types";
import { classes } from "~/lib/classes";
import { DEMO_AI, factText } from "~/lib/text";
import { secondsSince, useNow } from "~/lib/time";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { useLogin } from "~/login/LoginProvider";
import { Prose } from "~/prose/Prose";
import { announce } from "~/ui/announcer";
import { Button } from "~/ui/Button";
import { Confidence } from "~/ui/Confidence";
import kit from "~/ui/kit.module.css";
import { Pill } from "~/ui/Pill";
import { Skeleton } from "~/ui/Skeleton";
import { Tip } from "~/ui/Tip";
import css from "./handoff.module.css";

interface AssessmentCardProps {
  handoff: Handoff;
  mayRetry: boolean;
}

export function AssessmentCard({ handoff, mayRetry }: AssessmentCardProps) {
  useArrivalAnnouncement(handoff.assessment_status);
  return (
    <section
      className={classes(kit.card, css.assessment)}
      aria-label="Assessment"
      aria-busy={handoff.assessment_status === "pending"}
    >
      <Content handoff={handoff} mayRetry={mayRetry} />
    </section>
  );
}

function Content({ handoff, mayRetry }: AssessmentCardProps) {
  const data = handoff.ai_assessment_data;
  switch (handoff.assessment_status) {
    case "pending":
      return <AssessmentProgress handoff={handoff} />;
    case "unavailable":
      return <Unavailable handoff={handoff} mayRetry={mayRetry} />;
    case "not_requested":
      return <p className={kit.muted}>No assessment was requested.</p>;
    case "ready":
      return data?.has_assessment ? (
        <Cause data={data} />
      ) : (
        <Prose text={handoff.ai_assessment ?? ""} />
      );
  }
}

/** The cause in one sentence, with its confidence and the facts behind it. */
export function Cause({ data }: { data: AssessmentData }) {
  const { assistant } = useLogin();
  const cause = data.likely_cause || data.summary || "";
  const facts = data.facts_used ?? [];
  return (
    <>
      <div className={classes(kit.line, css.assessmentHead)}>
        <h2 className={kit.meta}>{data.likely_cause ? "Likely cause" : "Assessment"}</h2>
        {assistant.demo && <Pill tone="info">{DEMO_AI}</Pill>}
        <span className={kit.end}>
          <ConfidenceLevel data={data} />
        </span>
      </div>
      <div className={css.cause} dir="auto">
        <Prose text={cause} />
      </div>
      {data.summary && data.summary !== cause && (
        <div className={css.because} dir="auto">
          <Prose text={data.summary} />
        </div>
      )}
      {facts.length > 0 && (
        <ul className={css.cites} aria-label="Based on">
          {facts.map((fact) => (
            <li key={fact} className={css.cite} dir="auto">
              {factText(fact)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function ConfidenceLevel({ data }: { data: AssessmentData }) {
  if (!data.confidence) return null;
  const word = <Confidence level={data.confidence} words="confidence" />;
  return <Tip text={reasonOf(data)}>{word}</Tip>;
}

function reasonOf({ facts_used = [], open_questions = [] }: AssessmentData): string {
  const facts = facts_used.length > 0 ? `Based on: ${facts_used.map(factText).join("; ")}` : "";
  const open = open_questions.length > 0 ? `Open questions: ${open_questions.join(" ")}` : "";
  return (
    [facts, open].filter(Boolean).join(". ") || "The copilot did not name any fact as its basis"
  );
}

function AssessmentProgress({ handoff }: { handoff: Handoff }) {
  const seconds = secondsSince(handoff.created_at, useNow());
  return (
    <>
      <p className={classes(kit.line, css.phase)}>
        <LoaderCircle size={16} strokeWidth={1.5} className={css.spin} aria-hidden="true" />
        <span>
          Reading the session <span className={css.seconds}>{seconds} s</span>
        </span>
        {handoff.status === "open" && (
          <span className={classes(kit.end, kit.meta)}>Start here does not wait for it</span>
        )}
      </p>
      <Skeleton heights={[20, 20, 14, 14]} gap={12} label="The assessment is on its way" />
    </>
  );
}

function Unavailable({ handoff, mayRetry }: AssessmentCardProps) {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  const retrying = useMutation({
    mutationFn: () =>
      sendOnce(handoff.id, (key) => retryAssessment(handoff.session_id, handoff.id, key)),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.handoffs(handoff.session_id) }),
  });
  const ask = () => {
    if (!retrying.isPending) retrying.mutate();
  };
  return (
    <>
      <p>No assessment: {assistantErrorText(handoff.assessment_error)}</p>
      {mayRetry && (
        <div>
          <Button onClick={ask} aria-disabled={retrying.isPending}>
            {retrying.isPending ? "Requesting…" : "Try again"}
          </Button>
        </div>
      )}
      {retrying.error && <p className={kit.muted}>Not requested. {messageOf(retrying.error)}</p>}
    </>
  );
}

/** Announces an assessment that arrives while the user is looking, but not one that was there from the start. */
function useArrivalAnnouncement(status: Handoff["assessment_status"]): void {
  const before = useRef(status);
  useEffect(() => {
    if (before.current === "pending" && status === "ready") announce("The assessment is ready.");
    if (before.current === "pending" && status === "unavailable") announce("No assessment.");
    before.current = status;
  }, [status]);
}
