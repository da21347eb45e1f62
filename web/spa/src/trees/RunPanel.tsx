/** A run of a decision tree: one question at a time. Fits the runner's screen, the editor's test and the details pane of a chat. */
import { useRef } from "react";
import { ErrorState } from "~/ui/ErrorState";
import { Skeleton } from "~/ui/Skeleton";
import { RunBody } from "./run/RunBody";
import css from "./run/run.module.css";
import { useRun } from "./run/useRun";

export interface RunPanelProps {
  runId: string;
  /**
   * "screen": the number keys answer wherever the focus is. "panel", for places beside a composer or a form: only while the focus is in
   * the panel.
   */
  keys?: "screen" | "panel";
  /** Where the run is shown: alone, as a test of a draft, or beside the chat of the session that it writes into. */
  place?: "screen" | "test" | "session";
  /** Closes the panel; the run stays where it is. */
  onClose?: () => void;
  /** "Start again" made another run, which takes the place of this one. */
  onAnotherRun: (runId: string) => void;
}

export default function RunPanel(props: RunPanelProps) {
  const { runId, keys = "panel", place = "screen", onClose, onAnotherRun } = props;
  const desk = useRun(runId);
  const panel = useRef<HTMLElement>(null);
  const { run } = desk;
  return (
    <section ref={panel} className={css.panel} data-place={place} aria-label="Run">
      {run.isPending && <Skeleton heights={[20, 32, 48, 48]} gap={12} label="Loading the run" />}
      {run.isError && !run.data && (
        <ErrorState
          inline
          what="The run could not be loaded."
          error={run.error}
          onRetry={run.refetch}
        />
      )}
      {run.data && (
        <RunBody
          run={run.data}
          desk={desk}
          panel={panel}
          keys={keys}
          place={place}
          onClose={onClose}
          onAnotherRun={onAnotherRun}
        />
      )}
    </section>
  );
}
