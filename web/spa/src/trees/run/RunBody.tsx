/** Where the run stands: what was answered, the question or step or outcome, and the ways on. */
import { ArrowLeft, LogOut } from "lucide-react";
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useRef,
  useState,
} from "react";
import type { TreeRun } from "~/api/treeRuns";
import { useGuard } from "~/keyboard/useGuard";
import { useKeys } from "~/keyboard/useKeys";
import { announce } from "~/ui/announcer";
import { Button } from "~/ui/Button";
import kit from "~/ui/kit.module.css";
import { Answers, AnswersToRead, StepDone } from "./Answers";
import { Breadcrumb } from "./Breadcrumb";
import { Ended } from "./Ended";
import { NewerVersion } from "./NewerVersion";
import { Outcome } from "./Outcome";
import { Path } from "./Path";
import { RunScript } from "./RunScript";
import css from "./run.module.css";
import { ToSession } from "./ToSession";
import type { RunDesk } from "./useRun";

export interface RunPlace {
  run: TreeRun;
  desk: RunDesk;
  place: "screen" | "test" | "session";
  onClose?: (() => void) | undefined;
  onAnotherRun: (runId: string) => void;
}

interface RunBodyProps extends RunPlace {
  panel: RefObject<HTMLElement | null>;
  keys: "screen" | "panel";
}

export function RunBody(props: RunBodyProps) {
  const { run, desk, keys, place } = props;
  const { current, state } = run;
  const guard = useGuard(`${run.path.length}/${run.node}`, { isThereAlready: true });
  const heading = useFocusOnMove(run);
  const pick = (number: number) => {
    const answer = current.answers[number - 1];
    const node_id = run.node;
    if (state === "finished" || !run.can_change) return;
    if (current.kind === "step" && number === 1) desk.move({ act: "answer", node_id, done: true });
    if (answer !== undefined) desk.move({ act: "answer", node_id, answer });
  };
  const press = guard((event: KeyboardEvent | globalThis.KeyboardEvent) => {
    if (!event.repeat) pick(Number(event.key));
  });
  useKeys(Object.fromEntries(NUMBERS.map((key) => [key, press])), keys === "screen");
  const answerKeys = usePanelKeys(keys === "panel" ? press : null);
  const [isTakenUp, takeUp] = useTakenUp(run);
  if (state === "left" && !isTakenUp) return <Ended {...props} onGoOn={takeUp} />;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the buttons within.
    <div className={css.body} onKeyDown={answerKeys}>
      {run.can_change ? <Breadcrumb run={run} desk={desk} /> : <Path run={run} />}
      {desk.notice && (
        <p className={css.notice} role="alert">
          {desk.notice}
        </p>
      )}
      <NewerVersion run={run} />
      {current.kind === "outcome" ? (
        <Outcome {...props} heading={heading} />
      ) : (
        <Asked run={run} heading={heading}>
          {current.kind === "question" ? (
            <Answers run={run} guard={guard} isBusy={desk.isMoving} onPick={pick} />
          ) : (
            <StepDone guard={guard} isBusy={desk.isMoving} onDone={() => pick(1)} />
          )}
        </Asked>
      )}
      {run.can_change && <RunFoot run={run} desk={desk} place={place} />}
    </div>
  );
}

interface AskedProps {
  run: TreeRun;
  heading: RefObject<HTMLHeadingElement | null>;
  /** The ways on, for those who may answer. */
  children: ReactNode;
}

function Asked({ run, heading, children }: AskedProps) {
  const { kind, text, help, script_id } = run.current;
  return (
    <div className={css.ask}>
      <p className={kit.meta}>{kind === "step" ? "Do this" : "Question"}</p>
      <h2 ref={heading} tabIndex={-1} className={css.question} dir="auto">
        {text}
      </h2>
      {help && (
        <p className={css.help} dir="auto">
          {help}
        </p>
      )}
      {script_id && <RunScript key={run.node} scriptId={script_id} />}
      {run.can_change ? children : <AnswersToRead run={run} />}
    </div>
  );
}

/** A run that was left asks again once this person goes on with it, until it is left the next time. */
function useTakenUp({ state }: TreeRun): [boolean, () => void] {
  const [isTakenUp, setIsTakenUp] = useState(false);
  if (state !== "left" && isTakenUp) setIsTakenUp(false);
  return [isTakenUp, () => setIsTakenUp(true)];
}

const NUMBERS = ["1", "2", "3", "4", "5", "6", "7", "8"];

/** Beside a composer the keys are the panel's only while the focus is in it, and in none of its fields. */
function usePanelKeys(press: ((event: KeyboardEvent) => void) | null) {
  return (event: KeyboardEvent) => {
    const isFree = !(event.ctrlKey || event.metaKey || event.altKey);
    const isField =
      event.target instanceof Element && event.target.matches("input, textarea, select");
    if (!press || !isFree || isField || !NUMBERS.includes(event.key)) return;
    // Not for the composer, to which other letters go.
    event.preventDefault();
    press(event);
  };
}

/** After a move, the focus goes to what the run asks now; the button that had it is gone. */
function useFocusOnMove(run: TreeRun) {
  const heading = useRef<HTMLHeadingElement>(null);
  const at = `${run.path.length}/${run.node}`;
  const last = useRef(at);
  useEffect(() => {
    if (last.current === at) return;
    last.current = at;
    heading.current?.focus({ preventScroll: true });
    announce(run.current.text);
  }, [at, run.current.text]);
  return heading;
}

function RunFoot({ run, desk, place }: Pick<RunPlace, "run" | "desk" | "place">) {
  // At an outcome, the outcome itself offers it.
  const canBecomeSession = !run.ai_session_id && !run.is_test && run.current.kind !== "outcome";
  return (
    <div className={css.foot}>
      <Button
        look="ghost"
        aria-disabled={run.path.length === 0 || desk.isMoving || undefined}
        onClick={() => run.path.length > 0 && desk.move({ act: "back", node_id: run.node })}
      >
        <ArrowLeft size={16} strokeWidth={1.5} />
        Back
      </Button>
      {canBecomeSession && <ToSession run={run} look="ghost" label="Use in chat" />}
      {run.state === "running" && place !== "test" && (
        <Button look="ghost" className={kit.end} onClick={() => desk.move({ act: "leave" })}>
          <LogOut size={16} strokeWidth={1.5} />
          Leave
        </Button>
      )}
    </div>
  );
}
