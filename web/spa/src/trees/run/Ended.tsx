/** A run that somebody left. What was answered stays readable. */
import { useEffect, useRef } from "react";
import { Button } from "~/ui/Button";
import { GuardedButton } from "~/ui/GuardedButton";
import kit from "~/ui/kit.module.css";
import { Path } from "./Path";
import type { RunPlace } from "./RunBody";
import css from "./run.module.css";
import { StartAgain } from "./StartAgain";

interface EndedProps extends RunPlace {
  /** Shows the question again; the next answer takes the run up. */
  onGoOn: () => void;
}

export function Ended(props: EndedProps) {
  const { run, place, onClose, onGoOn } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <div className={css.body}>
      <Path run={run} />
      <h2 ref={heading} tabIndex={-1} className={css.question}>
        This run was left
      </h2>
      <p className={kit.muted}>It stood at “{run.current.text}”. What was answered is kept.</p>
      <div className={css.actions}>
        {run.can_change && (
          <>
            <GuardedButton look="primary" onClick={onGoOn}>
              Go on from here
            </GuardedButton>
            <StartAgain {...props} />
          </>
        )}
        {place !== "screen" && onClose && <Button onClick={onClose}>Close</Button>}
      </div>
    </div>
  );
}
