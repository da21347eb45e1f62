/** Where a run ends: a fix to try, solved, or to escalate; and what the engineer can do with it. */
import { CircleArrowUp, CircleCheck, Wrench } from "lucide-react";
import type { RefObject } from "react";
import type { RunFix } from "~/api/treeRuns";
import type { Ending } from "~/api/trees";
import { ButtonLink } from "~/ui/Button";
import { GuardedButton } from "~/ui/GuardedButton";
import { Pill, type Tone } from "~/ui/Pill";
import type { RunPlace } from "./RunBody";
import { RunScript } from "./RunScript";
import css from "./run.module.css";
import { StartAgain } from "./StartAgain";
import { ToSession } from "./ToSession";

const ICONS: Record<Ending, typeof Wrench> = {
  try_fix: Wrench,
  solved: CircleCheck,
  escalate: CircleArrowUp,
};

const WORDS: Record<Ending, string> = {
  try_fix: "Try this fix",
  solved: "Solved",
  escalate: "Escalate",
};

interface OutcomeProps extends RunPlace {
  heading: RefObject<HTMLHeadingElement | null>;
}

export function Outcome(props: OutcomeProps) {
  const { current } = props.run;
  const ending = current.outcome ?? "solved";
  const Icon = ICONS[ending];
  const title = current.fix?.title || current.text;
  return (
    <div className={css.ask}>
      <p className={css.ending} data-ending={ending}>
        <Icon size={16} strokeWidth={1.5} aria-hidden="true" />
        {WORDS[ending]}
      </p>
      <h2 ref={props.heading} tabIndex={-1} className={css.question} dir="auto">
        {title}
      </h2>
      {current.text !== title && current.text && (
        <p className={css.help} dir="auto">
          {current.text}
        </p>
      )}
      {current.help && (
        <p className={css.help} dir="auto">
          {current.help}
        </p>
      )}
      {current.fix && <FixDetails fix={current.fix} />}
      {current.script_id && <RunScript scriptId={current.script_id} />}
      <Ways {...props} ending={ending} />
    </div>
  );
}

const RISKS: Record<NonNullable<RunFix["risk"]>, Tone> = {
  low: "plain",
  medium: "warn",
  high: "danger",
};

function FixDetails({ fix: { risk = "low", rationale, steps = [] } }: { fix: RunFix }) {
  return (
    <div className={css.fix}>
      <Pill tone={RISKS[risk]}>{`Risk: ${risk}`}</Pill>
      {rationale && (
        <p className={css.help} dir="auto">
          {rationale}
        </p>
      )}
      {steps.length > 0 && (
        <ol>
          {steps.map((step, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a run's fix never change, and two may read the same.
            <li key={index} dir="auto">
              {step}
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

function Ways({ run, place, ending, onClose, onAnotherRun }: OutcomeProps & { ending: Ending }) {
  if (run.is_test) {
    return (
      <div className={css.actions}>
        <p className={css.help}>The test ends here. It wrote nothing anywhere.</p>
        <StartAgain run={run} onAnotherRun={onAnotherRun} />
      </div>
    );
  }
  return (
    <div className={css.actions}>
      {run.ai_session_id ? (
        <InSession run={run} place={place} ending={ending} onClose={onClose} />
      ) : (
        run.can_change && (
          <ToSession
            run={run}
            look={ending === "solved" ? "plain" : "primary"}
            label={TO_SESSION[ending]}
          />
        )
      )}
      {place === "screen" && run.can_change && <StartAgain run={run} onAnotherRun={onAnotherRun} />}
    </div>
  );
}

interface InSessionProps extends Pick<RunPlace, "run" | "place" | "onClose"> {
  ending: Ending;
}

/** The session has the answers already, as steps. */
function InSession({ run, place, ending, onClose }: InSessionProps) {
  const said = run.fix_id
    ? "The fix is proposed in the session. Record there how it went."
    : ending === "escalate"
      ? "The answers are in the session. Escalate there when you have the reason."
      : "The answers are in the session. Conclude there when it is verified.";
  return (
    <>
      <p className={css.help}>{said}</p>
      {place === "session" ? (
        onClose && (
          <GuardedButton look="primary" onClick={onClose}>
            To the chat
          </GuardedButton>
        )
      ) : (
        <ButtonLink look="primary" to={`/pilot/${run.ai_session_id}`}>
          Open the session
        </ButtonLink>
      )}
    </>
  );
}

const TO_SESSION: Record<Ending, string> = {
  try_fix: "Use in chat",
  solved: "Keep as a session",
  escalate: "Continue in chat to escalate",
};
