/** Waiting escalations, longest wait first. A row unfolds to show the reason; Pick up claims it at once. */
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import type { QueueItem } from "~/api/types";
import { PickUp } from "~/escalations/PickUp";
import { contextOf, rowKey, titleOf, useQueue, useQueueCount } from "~/escalations/queue";
import { RemovalLabel } from "~/escalations/RemovalLabel";
import { AssessmentStatus, Target } from "~/escalations/RowLabels";
import { type Line, useFrozenRows } from "~/escalations/useFrozenRows";
import { type RowActions, useRowActions } from "~/escalations/useRowActions";
import { classes } from "~/lib/classes";
import { count, ticketTag } from "~/lib/text";
import { AlsoViewing } from "~/presence/AlsoViewing";
import { topicOf, useWatchedTopics } from "~/presence/people";
import { ButtonLink } from "~/ui/Button";
import { ErrorState } from "~/ui/ErrorState";
import kit from "~/ui/kit.module.css";
import { Priority } from "~/ui/Priority";
import { Skeleton } from "~/ui/Skeleton";
import { WaitingTime } from "~/ui/WaitingTime";
import css from "./home.module.css";
import { Section } from "./Section";

const MAX_ROWS = 5;

export function WaitingEscalations() {
  const queue = useQueue("oldest");
  const counted = useQueueCount(true);
  const rows = queue.rows;
  const waiting = queue.hasNextPage ? counted : rows?.length;
  return (
    <Section
      title="Waiting escalations"
      count={waiting}
      end={
        <ButtonLink look="ghost" small to="/escalations">
          Open queue
        </ButtonLink>
      }
    >
      {queue.isPending && <Skeleton heights={[48, 48]} label="Loading the queue" />}
      {queue.error && !rows && (
        <ErrorState
          inline
          what="The queue could not be loaded."
          error={queue.error}
          onRetry={queue.refetch}
        />
      )}
      {rows && <Rows rows={rows.slice(0, MAX_ROWS)} />}
    </Section>
  );
}

function Rows({ rows }: { rows: QueueItem[] }) {
  const still = useFrozenRows(rows);
  const acts = useRowActions();
  useWatchedTopics(rows.flatMap(({ handoff_id: id }) => (id ? [topicOf(id)] : [])));
  const [openKey, setOpenKey] = useState(() => rows[0] && rowKey(rows[0]));
  if (still.lines.length === 0) {
    return (
      <p className={classes(kit.secondary, kit.muted)}>
        No one is waiting. A colleague's escalation appears here at once.
      </p>
    );
  }
  return (
    <ul
      className={classes(kit.card, kit.rows)}
      onPointerEnter={() => still.setIsOver(true)}
      onPointerLeave={() => still.setIsOver(false)}
    >
      {still.lines.map((line, position) => (
        <Row
          key={line.key}
          line={line}
          position={position}
          acts={acts}
          isNew={still.isNew(line.key)}
          isOpen={line.key === openKey}
          onToggle={() => setOpenKey(line.key === openKey ? undefined : line.key)}
        />
      ))}
    </ul>
  );
}

interface RowProps {
  line: Line;
  position: number;
  acts: RowActions;
  isNew: boolean;
  isOpen: boolean;
  onToggle: () => void;
}

function Row({ line, position, acts, isNew, isOpen, onToggle }: RowProps) {
  const { row, key, isGone } = line;
  if (isGone) {
    return (
      <li className={classes(kit.row, kit.muted)}>
        <span className={classes(kit.grow, kit.cut)} dir="auto">
          {titleOf(row)}
        </span>
        <span className={kit.meta}>
          <RemovalLabel rowKey={key} />
        </span>
      </li>
    );
  }
  return (
    <li>
      <div className={kit.row}>
        <button
          type="button"
          className={css.expand}
          aria-expanded={isOpen}
          aria-controls={`waiting-${key}`}
          data-row
          onClick={onToggle}
        >
          <ChevronRight size={16} strokeWidth={1.5} aria-hidden="true" />
          {row.priority && <Priority value={row.priority} />}
          <span className={classes(css.title, kit.cut)} dir="auto">
            {titleOf(row)}
          </span>
          <span className={classes(kit.meta, kit.end, css.wide)}>
            {row.created_by.name} → <Target row={row} />
          </span>
        </button>
        {row.handoff_id && <AlsoViewing topic={topicOf(row.handoff_id)} />}
        <WaitingTime at={row.escalated_at} />
        <PickUp row={row} acts={acts} position={position} isNew={isNew} />
      </div>
      <div id={`waiting-${key}`} hidden={!isOpen} className={css.expanded}>
        <RowDetails row={row} acts={acts} />
      </div>
    </li>
  );
}

function RowDetails({ row, acts }: { row: QueueItem; acts: RowActions }) {
  return (
    <>
      {row.reason && (
        <p className={kit.secondary} dir="auto">
          “{row.reason}”
        </p>
      )}
      <p className={classes(kit.meta, kit.dots)}>
        {row.client_name && <span dir="auto">{row.client_name}</span>}
        {row.psa_ticket_id && <span>{ticketTag(row.psa_ticket_id)}</span>}
        <span>{count(row.step_count, "step")}</span>
        <span>
          <AssessmentStatus row={row} />
        </span>
      </p>
      <div>
        <ButtonLink
          look="ghost"
          small
          className={css.handoff}
          to={contextOf(row)}
          onClick={() => acts.see(row)}
        >
          Open handoff
        </ButtonLink>
      </div>
    </>
  );
}
