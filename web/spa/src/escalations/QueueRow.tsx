/** One waiting escalation. The row opens its context; `Pick up` goes straight through. */
import { Link } from "react-router";
import type { QueueItem } from "~/api/types";
import { classes } from "~/lib/classes";
import { count } from "~/lib/words";
import { Button } from "~/ui/Button";
import { RelativeTime } from "~/ui/RelativeTime";
import css from "./escalations.module.css";

interface QueueRowProps {
  row: QueueItem;
  isNew: boolean;
  isSeen: boolean;
  isClaiming: boolean;
  onSeen: () => void;
  onPickUp: () => void;
}

export function QueueRow({ row, isNew, isSeen, isClaiming, onSeen, onPickUp }: QueueRowProps) {
  return (
    <li className={classes(css.row, isNew && css.new)}>
      {isSeen ? <span /> : <UnreadDot />}
      <div className={css.what}>
        <Link
          to={`/pilot/${row.session_id}?pickup=true`}
          className={css.problem}
          title={row.problem}
          data-row
          onClick={onSeen}
        >
          {row.problem}
        </Link>
        <p className={css.why}>
          {row.created_by.name} → {row.target_user?.name ?? "anyone"}
          {row.reason && `: ${row.reason}`}
        </p>
        <Meta row={row} />
      </div>
      <span className={css.age}>
        <RelativeTime at={row.escalated_at} bare />
      </span>
      <Button
        small
        className={css.pick}
        data-pick-up
        aria-label={`${isClaiming ? "Picking up…" : "Pick up"}: ${row.problem}`}
        aria-disabled={isClaiming}
        onClick={onPickUp}
      >
        {isClaiming ? "Picking up…" : "Pick up"}
      </Button>
    </li>
  );
}

function UnreadDot() {
  return (
    <span className={css.dot}>
      <span className="hidden-words">Unread</span>
    </span>
  );
}

const ASSESSMENT: Record<string, string> = {
  pending: "assessment on its way",
  unavailable: "no assessment",
};

function Meta({ row }: { row: QueueItem }) {
  const assessment = row.assessment_confidence
    ? `confidence ${row.assessment_confidence}`
    : ASSESSMENT[row.assessment_status];
  return (
    <p className={css.meta}>
      {row.psa_ticket_id && <code>#{row.psa_ticket_id}</code>}
      <span>{count(row.step_count, "step")}</span>
      <span>{row.confidence_tier}</span>
      {assessment && <span>{assessment}</span>}
    </p>
  );
}
