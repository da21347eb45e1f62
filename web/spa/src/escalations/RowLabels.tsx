/** The labels of a row: its target and the state of its assessment. */
import { CircleAlert, LoaderCircle } from "lucide-react";
import type { QueueItem } from "~/api/types";
import { secondsSince, useNow } from "~/lib/time";
import { useLogin } from "~/login/LoginProvider";
import { Confidence, type Level, levelOfTier } from "~/ui/Confidence";
import css from "./escalations.module.css";

export function Target({ row }: { row: QueueItem }) {
  const { user } = useLogin();
  if (!row.target_user) return <>anyone</>;
  return row.target_user.id === user.id ? <strong>you</strong> : row.target_user.name;
}

/** The assessment's confidence, or until it is ready, the session's confidence tier. */
export function AssessmentStatus({ row }: { row: QueueItem }) {
  return (
    <span className={css.reading}>
      <ConfidenceLevel row={row} />
    </span>
  );
}

function ConfidenceLevel({ row }: { row: QueueItem }) {
  const tier = <Confidence level={levelOfTier(row.confidence_tier)} words="confidence" />;
  switch (row.assessment_status) {
    case "ready":
      return row.assessment_confidence ? (
        <>
          Assessed <Confidence level={row.assessment_confidence as Level} />
        </>
      ) : (
        tier
      );
    case "pending":
      return <AssessmentProgress since={row.escalated_at} />;
    case "unavailable":
      return (
        <>
          <CircleAlert size={14} strokeWidth={1.5} className={css.alert} aria-hidden="true" />
          No assessment
        </>
      );
    default:
      return tier;
  }
}

function AssessmentProgress({ since }: { since: string }) {
  const seconds = secondsSince(since, useNow());
  return (
    <>
      <LoaderCircle size={14} strokeWidth={1.5} className={css.spin} aria-hidden="true" />
      Reading the session, {seconds} s
    </>
  );
}
