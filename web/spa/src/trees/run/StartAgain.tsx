import { RotateCcw } from "lucide-react";
import { GuardedButton } from "~/ui/GuardedButton";
import type { RunPlace } from "./RunBody";
import css from "./run.module.css";
import { useStart } from "./useStart";

type StartAgainProps = Pick<RunPlace, "run" | "onAnotherRun"> & { look?: "primary" | "ghost" };

/** A new run of the same tree, in the same session, with the version that is published now. */
export function StartAgain({ run, onAnotherRun, look = "ghost" }: StartAgainProps) {
  const { start, isStarting, problem } = useStart(run.tree_id, ({ id }) => onAnotherRun(id));
  const body = {
    ...(run.ai_session_id && { ai_session_id: run.ai_session_id }),
    ...(run.is_test && { is_test: true }),
  };
  return (
    <>
      <GuardedButton
        look={look}
        aria-disabled={isStarting || undefined}
        onClick={() => start(body)}
      >
        <RotateCcw size={16} strokeWidth={1.5} />
        {isStarting ? "Starting…" : "Start again"}
      </GuardedButton>
      {problem && (
        <p className={css.notice} role="alert">
          Not started. {problem}
        </p>
      )}
    </>
  );
}
