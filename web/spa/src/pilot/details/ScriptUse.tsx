/** How the engineer uses the drafted script. FlowPilot runs nothing; this records what the engineer did or will do. */
import { Link } from "react-router";
import type { Decision, Fix } from "~/api/types";
import { Button } from "~/ui/Button";
import { isTerminal } from "../fix/fixMode";
import type { FixMutations } from "../fix/useFixes";
import css from "./details.module.css";

const CHOICES: [Decision, string][] = [
  ["one_off", "Run it once"],
  ["draft_template", "Save to library"],
  ["build_template", "Build a template"],
  ["dismissed", "Do not use it"],
];

interface ScriptUseProps {
  fix: Fix;
  acts: FixMutations;
  mayChange: boolean;
  /** Opens the script builder beside the chat. */
  onBuild: () => void;
}

export function ScriptUse({ fix, acts, mayChange, onBuild }: ScriptUseProps) {
  if (!mayChange || isTerminal(fix)) return <Decided fix={fix} />;
  const choose = async (decision: Decision) => {
    const isKept = fix.decision === decision || (await acts.decide(fix, decision));
    if (isKept && decision === "build_template") onBuild();
  };
  return (
    <>
      <div role="group" aria-label="How do you use this script?" className={css.buttons}>
        {CHOICES.map(([decision, label]) => (
          <Button
            key={decision}
            small
            aria-pressed={fix.decision === decision}
            onClick={() => void choose(decision)}
          >
            {label}
          </Button>
        ))}
      </div>
      <Decided fix={fix} />
    </>
  );
}

function Decided({ fix }: { fix: Fix }) {
  if (!fix.decision) return null;
  return <p className={css.none}>{decidedText(fix)}</p>;
}

function decidedText({ decision, script_id, script_title }: Fix) {
  switch (decision) {
    case "one_off":
      return "It is run once.";
    case "draft_template":
      return (
        <>
          It is run and kept as a draft in the <Link to="/scripts">library</Link>.
        </>
      );
    case "build_template":
      return "A template is built from it.";
    case "used_template":
      return (
        <>
          <Link to={`/scripts/${script_id}`}>{script_title ?? "A template from the library"}</Link>{" "}
          was used instead.
        </>
      );
    default:
      return "It is not used.";
  }
}
