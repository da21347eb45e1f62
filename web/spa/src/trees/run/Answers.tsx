/** The answers as large buttons, each with its number key; a step has one, `Done`. */
import { Check } from "lucide-react";
import type { MouseEvent } from "react";
import type { TreeRun } from "~/api/treeRuns";
import type { useGuard } from "~/keyboard/useGuard";
import { useSingleKeys } from "~/keyboard/useKeys";
import { Button } from "~/ui/Button";
import { KeyCap } from "~/ui/KeyCap";
import kit from "~/ui/kit.module.css";
import css from "./run.module.css";

type Guard = ReturnType<typeof useGuard>;

interface AnswersProps {
  run: TreeRun;
  guard: Guard;
  isBusy: boolean;
  /** The answer's number, from 1. */
  onPick: (number: number) => void;
}

/** For those who only read the run. */
export function AnswersToRead({ run }: { run: TreeRun }) {
  return (
    <>
      {run.current.answers.length > 0 && (
        <ul className={css.path}>
          {run.current.answers.map((label) => (
            <li key={label} dir="auto">
              {label}
            </li>
          ))}
        </ul>
      )}
      <p className={kit.muted}>You can follow this run, but not answer in it.</p>
    </>
  );
}

export function Answers({ run, guard, isBusy, onPick }: AnswersProps) {
  return (
    <ul className={css.answers}>
      {run.current.answers.map((label, index) => (
        <li key={label}>
          <AnswerButton number={index + 1} guard={guard} isBusy={isBusy} onPick={onPick}>
            {label}
          </AnswerButton>
        </li>
      ))}
    </ul>
  );
}

interface AnswerButtonProps extends Omit<AnswersProps, "run"> {
  number: number;
  children: string;
}

function AnswerButton({ number, guard, isBusy, onPick, children }: AnswerButtonProps) {
  const hasKeys = useSingleKeys();
  return (
    <button
      type="button"
      className={css.answer}
      aria-disabled={isBusy || guard.isHolding || undefined}
      aria-keyshortcuts={hasKeys ? String(number) : undefined}
      data-guarded={guard.isHolding || undefined}
      onMouseDown={guard.keepFocus}
      onClick={guard((_event: MouseEvent) => onPick(number))}
    >
      {hasKeys && <KeyCap>{String(number)}</KeyCap>}
      <bdi>{children}</bdi>
    </button>
  );
}

interface StepDoneProps {
  guard: Guard;
  isBusy: boolean;
  onDone: () => void;
}

export function StepDone({ guard, isBusy, onDone }: StepDoneProps) {
  const hasKeys = useSingleKeys();
  return (
    <div>
      <Button
        look="primary"
        large
        aria-disabled={isBusy || guard.isHolding || undefined}
        aria-keyshortcuts={hasKeys ? "1" : undefined}
        data-guarded={guard.isHolding || undefined}
        onMouseDown={guard.keepFocus}
        onClick={guard((_event: MouseEvent) => onDone())}
      >
        <Check size={16} strokeWidth={1.5} />
        Done
        {hasKeys && <KeyCap>1</KeyCap>}
      </Button>
    </div>
  );
}
