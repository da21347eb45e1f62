/** Before an escalation: what this desk has solved the same problem with. It comes when it is known, and nothing waits for it. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { AiSession, Similar, SimilarCase } from "~/api/types";
import { Button } from "~/ui/Button";
import css from "./cases.module.css";
import { similarOf } from "./useSimilar";
import { times } from "./words";

interface SolvedHintProps {
  aiSession: AiSession;
  /** The user wants to try it instead of escalating. */
  onTry: (fix: string) => void;
}

export default function SolvedHint({ aiSession, onTry }: SolvedHintProps) {
  const [isPassed, setIsPassed] = useState(false);
  const found = useQuery({ ...similarOf(aiSession), retry: false });
  const answer = answerOf(found.data);
  if (!answer || isPassed) return null;
  return (
    <section className={css.hint} aria-label="Solved before" role="status">
      <p dir="auto">
        <strong>Solved {times(1 + answer.worked_again)} by this:</strong> {answer.fix}
      </p>
      <div className={css.hintActs}>
        <Button small onClick={() => onTry(answer.fix)}>
          Try it
        </Button>
        <Button look="ghost" small onClick={() => setIsPassed(true)}>
          Escalate anyway
        </Button>
      </div>
    </section>
  );
}

/** A case that is alike enough to be named, and whose fix this session has not tried. */
export function answerOf(similar: Similar | undefined): SimilarCase | undefined {
  return similar?.cases.find(({ strong, tried_here }) => strong && !tried_here);
}
