/** A ticket for a second problem can begin at a message: it is picked when the dialog opens. */
import { createContext, useEffect, useMemo, useState } from "react";
import { useScreenActions } from "~/keyboard/actions";
import { actionOf } from "./useChatActions";

type Begin = (stepId: string) => void;

/** Null if the reader cannot create tickets here. */
export const SpinOffContext = createContext<Begin | null>(null);

let begunAt: string | null = null;

export function useSpinOffs(): Begin | null {
  const open = actionOf(useScreenActions(), "spin-off")?.run;
  return useMemo(() => {
    if (!open) return null;
    return (stepId) => {
      begunAt = stepId;
      open();
    };
  }, [open]);
}

/** The message at which the dialog was asked for, unless it was asked for elsewhere. */
export function useBeginning(): string | null {
  const [stepId] = useState(begunAt);
  useEffect(() => {
    begunAt = null;
  }, []);
  return stepId;
}

/** Whether the copilot says that it came across something that is not this session's problem. */
export function namesSecondProblem(text: string): boolean {
  return /\b(second|separate|different|unrelated|another) (problem|issue|ticket)\b/i.test(text);
}
