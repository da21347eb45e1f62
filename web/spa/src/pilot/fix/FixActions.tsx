/**
 * The buttons of each mode. The last button of a mode has the position and width of the previous mode's last button and is never final,
 * because a second click on Apply or Record hits it.
 */
import { ChevronDown } from "lucide-react";
import { type ReactNode, Suspense } from "react";
import { useGuard } from "~/keyboard/useGuard";
import { Button, type ButtonProps } from "~/ui/Button";
import { GuardedButton } from "~/ui/GuardedButton";
import { lazyPart } from "~/ui/lazyPart";
import css from "./fix.module.css";
import type { FixHandlers } from "./fixHandlers";
import type { FixMode } from "./fixMode";

const MoreActions = lazyPart(() => import("./MoreActions"));

interface FixActionsProps {
  /** The fix and its mode; when it changes, the buttons are guarded again. */
  resetKey: string;
  mode: FixMode;
  on: FixHandlers;
}

export function FixActions({ resetKey, mode, on }: FixActionsProps) {
  // The key creates new buttons for each mode, so that none inherits the focus or second click of its predecessor.
  return (
    <div key={resetKey} className={css.actions}>
      {buttonsOf(mode, on)}
    </div>
  );
}

function buttonsOf(mode: FixMode, on: FixHandlers): ReactNode {
  switch (mode) {
    case "proposed":
      return (
        <>
          <Act look="ghost" onClick={() => on.record("dismissed")}>
            Dismiss
          </Act>
          <Act look="primary" className={css.last} onClick={on.apply}>
            Apply
          </Act>
        </>
      );
    case "verifying":
    case "nudge":
      return (
        <>
          {mode === "nudge" && (
            <Act look="ghost" onClick={() => on.record("applied_pending")}>
              Still checking
            </Act>
          )}
          <Worked on={on} />
          <Act onClick={() => on.record("applied_partial")}>Partly</Act>
          <Failed on={on} />
          <More on={on} />
        </>
      );
    case "confirming":
      return (
        <>
          <Act look="ghost" onClick={on.notYet}>
            Not yet
          </Act>
          <Act look="primary" className={css.last} onClick={on.confirm}>
            Confirm
          </Act>
        </>
      );
    case "pending":
      return (
        <>
          <Act look="ghost" onClick={() => on.record("dismissed")}>
            Dismiss
          </Act>
          <Worked on={on} />
          <Failed on={on} />
          <Act look="ghost" className={css.last} onClick={() => on.record("applied_pending")}>
            Update reason
          </Act>
        </>
      );
    case "partial":
      return (
        <>
          <Worked on={on} />
          <Failed on={on} />
          {on.escalate && (
            <Act look="ghost" onClick={on.escalate}>
              Escalate
            </Act>
          )}
          <Act look="ghost" className={css.last} onClick={() => on.record("applied_pending")}>
            Waiting to verify…
          </Act>
        </>
      );
    default:
      return null;
  }
}

function Worked({ on }: { on: FixHandlers }) {
  return <Act onClick={() => on.record("applied_success")}>It worked</Act>;
}

function Failed({ on }: { on: FixHandlers }) {
  return <Act onClick={() => on.record("applied_failed")}>Did not work</Act>;
}

function Act(props: ButtonProps) {
  return <GuardedButton small {...props} />;
}

/** The outcomes that are rarer than the three main ones. */
function More({ on }: { on: FixHandlers }) {
  const guard = useGuard();
  const label = (
    <>
      More <ChevronDown size={14} strokeWidth={1.5} />
    </>
  );
  const closed = (
    <Button
      small
      look="ghost"
      className={css.last}
      aria-disabled
      data-guarded
      // The button is about to be replaced and would take the focus with it.
      onMouseDown={(event) => event.preventDefault()}
    >
      {label}
    </Button>
  );
  if (guard.isHolding) return closed;
  return (
    <Suspense fallback={closed}>
      <MoreActions label={label} on={on} />
    </Suspense>
  );
}
