/** One waiting escalation. The row opens its context; `Pick up` claims it at once. */
import { type MouseEvent, useRef } from "react";
import { Link } from "react-router";
import type { QueueItem } from "~/api/types";
import { classes } from "~/lib/classes";
import { count, ticketTag } from "~/lib/text";
import { AlsoViewing } from "~/presence/AlsoViewing";
import { topicOf } from "~/presence/people";
import kit from "~/ui/kit.module.css";
import { Priority } from "~/ui/Priority";
import { WaitingTime } from "~/ui/WaitingTime";
import css from "./escalations.module.css";
import { PickUp } from "./PickUp";
import { contextOf, titleOf } from "./queue";
import { RemovalLabel } from "./RemovalLabel";
import { AssessmentStatus, Target } from "./RowLabels";
import type { Line } from "./useFrozenRows";
import type { RowActions } from "./useRowActions";

interface LineProps {
  line: Line;
  /** The row's position in the list; when it changes, the row's controls are guarded again. */
  position: number;
  isNew: boolean;
  isChosen: boolean;
  onChoose: () => void;
}

interface QueueRowProps extends LineProps {
  acts: RowActions;
  /** A click on an unselected row shows it in the preview; a click on the selected row opens the context. */
  opensPreview: boolean;
}

export function QueueRow(props: QueueRowProps) {
  const { line, position, isNew, isChosen, onChoose, acts, opensPreview } = props;
  const { row } = line;
  const wasChosen = useRef(false);
  const isSeen = acts.isSeen(row);
  const open = (event: MouseEvent) => {
    acts.see(row);
    const isByPointer = event.detail > 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (!opensPreview || !isByPointer || wasChosen.current) return;
    event.preventDefault();
    onChoose();
  };
  return (
    <li
      data-key={line.key}
      aria-current={isChosen || undefined}
      className={classes(css.row, isNew && css.slides, !isSeen && css.unseen)}
    >
      {row.priority && <Priority value={row.priority} />}
      <h2 className={kit.cut}>
        <Link
          to={contextOf(row)}
          title={row.problem}
          dir="auto"
          data-row
          onPointerDown={() => {
            wasChosen.current = isChosen;
          }}
          onFocus={onChoose}
          onClick={open}
        >
          {titleOf(row)}
        </Link>
      </h2>
      <span className={css.age}>
        <WaitingTime at={row.escalated_at} />
      </span>
      {!isSeen && <UnreadDot />}
      <p className={classes(css.sub, kit.cut, kit.dots)}>
        <Who row={row} />
      </p>
      <div className={css.foot}>
        <Meta row={row} />
        {row.handoff_id && <AlsoViewing topic={topicOf(row.handoff_id)} className={kit.end} />}
        <PickUp row={row} acts={acts} position={position} isNew={isNew} />
      </div>
    </li>
  );
}

/** A row that left the queue while the user was about to act on it. It keeps its position, and nothing in it can be pressed. */
export function GoneRow({ line, isChosen, onChoose }: LineProps) {
  return (
    <li
      data-key={line.key}
      data-row
      tabIndex={-1}
      aria-current={isChosen || undefined}
      className={classes(css.row, css.gone)}
      onFocus={onChoose}
      ref={takeFocus}
    >
      {line.row.priority && <Priority value={line.row.priority} />}
      <h2 className={kit.cut} dir="auto">
        {titleOf(line.row)}
      </h2>
      <p className={css.sub}>
        <RemovalLabel rowKey={line.key} />
      </p>
      <div className={css.foot} />
    </li>
  );
}

/** Keeps the focus on a row whose content was just replaced because it left the queue. */
function takeFocus(row: HTMLLIElement | null): void {
  if (row && document.activeElement === document.body) row.focus({ preventScroll: true });
}

function UnreadDot() {
  return (
    <span className={css.dot}>
      <span className="hidden-words">Unread</span>
    </span>
  );
}

function Who({ row }: { row: QueueItem }) {
  return (
    <>
      {row.client_name && <span dir="auto">{row.client_name}</span>}
      {row.psa_ticket_id && <span>{ticketTag(row.psa_ticket_id)}</span>}
      <span>
        {row.created_by.name} → <Target row={row} />
      </span>
      {row.reason && <span dir="auto">“{row.reason}”</span>}
    </>
  );
}

function Meta({ row }: { row: QueueItem }) {
  return (
    <span className={kit.dots}>
      <span>{count(row.step_count, "step")}</span>
      <span>
        <AssessmentStatus row={row} />
      </span>
    </span>
  );
}
