/** How the engineer uses the drafted script. What needs the library of scripts is not offered before there is one. */
import type { Decision, Fix } from "~/api/types";
import { Button } from "~/ui/Button";
import { isTerminal } from "../fix/fixMode";
import type { FixMutations } from "../fix/useFixes";
import css from "./details.module.css";

const CHOICES: [Decision, string][] = [
  ["one_off", "Run it once"],
  ["dismissed", "Do not use it"],
];

const DECIDED: Record<Decision, string> = {
  one_off: "It is run once.",
  draft_template: "It is run and kept as a draft template.",
  build_template: "A template is built from it.",
  used_template: "A template from the library was used instead.",
  dismissed: "It is not used.",
};

interface ScriptUseProps {
  fix: Fix;
  acts: FixMutations;
  mayChange: boolean;
}

export function ScriptUse({ fix, acts, mayChange }: ScriptUseProps) {
  if (!mayChange || isTerminal(fix)) {
    return fix.decision && <p className={css.none}>{DECIDED[fix.decision]}</p>;
  }
  return (
    <>
      <div role="group" aria-label="How do you use this script?" className={css.buttons}>
        {CHOICES.map(([decision, label]) => (
          <Button
            key={decision}
            small
            aria-pressed={fix.decision === decision}
            onClick={() => fix.decision !== decision && void acts.decide(fix, decision)}
          >
            {label}
          </Button>
        ))}
      </div>
      {fix.decision && <p className={css.none}>{DECIDED[fix.decision]}</p>}
    </>
  );
}
