/** The buttons of each mode. With the banner focused the keys 1 to 4 press them in order. */
import { Ellipsis } from "lucide-react";
import { lazy, type ReactNode, Suspense } from "react";
import type { Outcome } from "~/api/types";
import { Button, type ButtonProps, IconButton } from "~/ui/Button";
import css from "./fix.module.css";
import type { FixMode } from "./fixMode";

const MoreActions = lazy(() => import("./MoreActions"));

export interface FixHandlers {
  apply(): void;
  /** Records the outcome, or asks first for the words that it needs. */
  record(outcome: Outcome): void;
  escalate: (() => void) | null;
  conclude: (() => void) | null;
  nextFix(): void;
}

export function FixActions({ mode, on }: { mode: FixMode; on: FixHandlers }) {
  return <div className={css.actions}>{buttonsOf(mode, on)}</div>;
}

function buttonsOf(mode: FixMode, on: FixHandlers): ReactNode {
  switch (mode) {
    case "proposed":
      return (
        <>
          <Act look="primary" onClick={on.apply}>
            Apply
          </Act>
          <Act onClick={() => on.record("dismissed")}>Dismiss</Act>
        </>
      );
    case "verifying":
      return (
        <>
          <Verdicts on={on} partly />
          <Overflow on={on} />
        </>
      );
    case "pending":
      return (
        <>
          <Verdicts on={on} />
          <Act onClick={() => on.record("applied_pending")}>Update reason</Act>
          <Act onClick={() => on.record("dismissed")}>Dismiss</Act>
        </>
      );
    case "partial":
      return (
        <>
          <Verdicts on={on} />
          <Act onClick={() => on.record("applied_pending")}>Waiting to verify…</Act>
          {on.escalate && <Act onClick={on.escalate}>Escalate</Act>}
        </>
      );
    default:
      return <Ended mode={mode} on={on} />;
  }
}

function Ended({ mode, on }: { mode: FixMode; on: FixHandlers }) {
  return (
    <>
      {on.conclude && (
        <Act look={mode === "resolved" ? "primary" : "plain"} onClick={on.conclude}>
          Conclude
        </Act>
      )}
      <Act onClick={on.nextFix}>Next fix</Act>
    </>
  );
}

function Verdicts({ on, partly }: { on: FixHandlers; partly?: boolean }) {
  return (
    <>
      <Act onClick={() => on.record("applied_success")}>It worked</Act>
      <Act onClick={() => on.record("applied_failed")}>Did not work</Act>
      {partly && <Act onClick={() => on.record("applied_partial")}>Partly</Act>}
    </>
  );
}

function Act(props: ButtonProps) {
  return <Button small data-fix-action {...props} />;
}

function Overflow({ on }: { on: FixHandlers }) {
  const label = "More outcomes";
  const waiting = (
    <IconButton label={label} small tip="above" disabled>
      <Ellipsis size={16} strokeWidth={1.5} />
    </IconButton>
  );
  return (
    <Suspense fallback={waiting}>
      <MoreActions label={label} on={on} />
    </Suspense>
  );
}
