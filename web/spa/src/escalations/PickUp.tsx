/**
 * The button that claims an escalation. It is guarded, because a click may have been meant for the row that was at this position before.
 */
import type { QueueItem } from "~/api/types";
import { useGuard } from "~/keyboard/useGuard";
import { Button } from "~/ui/Button";
import css from "./escalations.module.css";
import { titleOf } from "./queue";
import type { RowActions } from "./useRowActions";

interface PickUpProps {
  row: QueueItem;
  acts: RowActions;
  position: number;
  isNew: boolean;
}

export function PickUp({ row, acts, position, isNew }: PickUpProps) {
  const guard = useGuard(position, { isThereAlready: !isNew });
  const isOn = acts.isClaiming(row);
  const words = isOn ? "Picking up…" : "Pick up";
  return (
    <Button
      small
      className={css.pick}
      data-pick-up
      aria-label={`${words}: ${titleOf(row)}`}
      data-guarded={guard.isHolding || undefined}
      aria-disabled={isOn || guard.isHolding}
      onClick={guard((_event) => acts.pickUp(row))}
    >
      {words}
    </Button>
  );
}
