/** The attempt ledger: what was tried, with which result, and whether that was shown or only stated. */
import { MessageCircle } from "lucide-react";
import type { ReactNode } from "react";
import type { SnapshotAttempt } from "~/api/types";
import { firstName } from "~/lib/text";
import { clockTime, useNow } from "~/lib/time";
import css from "./attempts.module.css";
import { Shown } from "./Evidence";
import { isOnlySaid, lookOf } from "./outcomes";

interface AttemptListProps {
  attempts: SnapshotAttempt[];
  /** A link to the message that a piece of evidence is from, where the conversation is on the screen. */
  linkTo?: (stepId: string) => ReactNode;
}

export function AttemptList({ attempts, linkTo }: AttemptListProps) {
  return (
    <ol className={css.ledger}>
      {attempts.map((attempt) => (
        <AttemptRow key={attempt.id} attempt={attempt} linkTo={linkTo} />
      ))}
    </ol>
  );
}

interface AttemptRowProps {
  attempt: SnapshotAttempt;
  linkTo: AttemptListProps["linkTo"];
}

function AttemptRow({ attempt, linkTo }: AttemptRowProps) {
  const now = useNow();
  const { words, icon: Icon, tone } = lookOf(attempt);
  return (
    <li id={`attempt-${attempt.id}`}>
      <Icon size={14} strokeWidth={1.5} className={css[tone]} aria-hidden="true" />
      <span className={css.title} dir="auto">
        {attempt.title}
      </span>
      <span className={css.time}>{clockTime(attempt.at, now)}</span>
      <small className={css.result} dir="auto">
        {words}
        {attempt.notes && `: ${attempt.notes}`}
      </small>
      {isOnlySaid(attempt) && <Said by={attempt.by?.name} />}
      {attempt.evidence?.map((piece) => (
        <Shown
          key={`${piece.step_id} ${piece.sha256}`}
          piece={piece}
          link={linkTo?.(piece.step_id)}
        />
      ))}
    </li>
  );
}

function Said({ by }: { by: string | undefined }) {
  return (
    <span className={css.said}>
      <MessageCircle size={12} strokeWidth={1.5} aria-hidden="true" />
      {by ? `${firstName(by)} said so` : "Said so"}
    </span>
  );
}
