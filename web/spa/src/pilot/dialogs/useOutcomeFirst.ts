/** Decides whether a dialog asks for the fix's outcome first, and keeps what was typed about it. */
import { type RefObject, useRef, useState } from "react";
import type { OutcomeReport } from "~/api/fixes";
import type { Fix } from "~/api/types";
import { needsOutcome } from "../fix/fixMode";
import { notesOf } from "../fix/fixText";
import type { FixMutations } from "../fix/useFixes";

export interface OutcomeFirst {
  /** The fix to ask about; null once it is answered. */
  fix: Fix | null;
  notes: string;
  setNotes: (notes: string) => void;
  /** Closing would lose typed notes. */
  hasNotes: boolean;
  /** The first answer takes the initial focus, and the notes get it back. */
  first: RefObject<HTMLInputElement | null>;
  field: RefObject<HTMLTextAreaElement | null>;
  refusal: string | null;
  isBusy: boolean;
  /** Null: there is nothing to record. */
  answer: (report: OutcomeReport | null) => Promise<void>;
}

export function useOutcomeFirst(fix: Fix | null, acts: FixMutations): OutcomeFirst {
  const [isAsked, setIsAsked] = useState(needsOutcome(fix));
  const [before] = useState((fix && notesOf(fix)) ?? "");
  const [notes, setNotes] = useState(before);
  const first = useRef<HTMLInputElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const answer = async (report: OutcomeReport | null) => {
    if (!fix || acts.isBusy) return;
    if (!report || (await acts.report(fix, report))) setIsAsked(false);
  };
  return {
    fix: isAsked ? fix : null,
    notes,
    setNotes,
    hasNotes: isAsked && notes.trim() !== "" && notes !== before,
    first,
    field,
    refusal: fix && acts.refusalOf(fix),
    isBusy: acts.isBusy,
    answer,
  };
}
