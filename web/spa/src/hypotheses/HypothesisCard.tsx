/** A possible cause: how much speaks for and against it, and each piece of evidence with a link to its place. */
import { Ellipsis, ThumbsDown, ThumbsUp } from "lucide-react";
import { useState } from "react";
import type { HypothesisChange, HypothesisEvidence, HypothesisState } from "~/api/hypotheses";
import type { AiSession, Hypothesis, Step } from "~/api/types";
import { classes } from "~/lib/classes";
import { useEditing } from "~/pilot/details/useEditing";
import { AttemptLink, StepLink } from "~/pilot/stepLinks";
import { Button, IconButton } from "~/ui/Button";
import { Menu, MenuItem } from "~/ui/Menu";
import { AddEvidence } from "./AddEvidence";
import css from "./board.module.css";
import { LOOKS, STATES } from "./states";

interface HypothesisCardProps {
  hypothesis: Hypothesis;
  aiSession: AiSession;
  steps: Step[];
  onChange: (hypothesis: Hypothesis, change: HypothesisChange) => Promise<string | null>;
}

export function HypothesisCard(props: HypothesisCardProps) {
  const { hypothesis, aiSession, steps, onChange } = props;
  const [isAdding, setIsAdding] = useEditing(`evidence ${hypothesis.id}`);
  const [refusal, setRefusal] = useState<string | null>(null);
  const change = async (what: HypothesisChange) => {
    const why = await onChange(hypothesis, what);
    setRefusal(why);
    return why;
  };
  return (
    <li className={classes(css.card, hypothesis.state === "refuted" && css.off)}>
      <p className={css.cause} dir="auto">
        {hypothesis.cause}
      </p>
      <Weights evidence={hypothesis.evidence} />
      <Cited evidence={hypothesis.evidence} />
      {aiSession.can_write && (
        <div className={css.acts}>
          <Button small aria-expanded={isAdding} onClick={() => setIsAdding(!isAdding)}>
            Add evidence
          </Button>
          <Move hypothesis={hypothesis} onMove={(state) => void change({ state })} />
        </div>
      )}
      {isAdding && (
        <AddEvidence
          sessionId={aiSession.id}
          hypothesis={hypothesis}
          steps={steps}
          onAdd={(evidence) => change({ evidence })}
          onClose={() => setIsAdding(false)}
        />
      )}
      {refusal && (
        <p className={css.refusal} role="status">
          Not changed. {refusal}
        </p>
      )}
    </li>
  );
}

function Weights({ evidence }: { evidence: HypothesisEvidence[] }) {
  const speaksFor = evidence.filter(({ weighs }) => weighs === "for").length;
  const against = evidence.length - speaksFor;
  if (evidence.length === 0) return <p className={css.weights}>No evidence yet</p>;
  return (
    <p className={css.weights}>
      <span>
        <ThumbsUp size={12} strokeWidth={1.5} className={css.ok} aria-hidden="true" />
        {speaksFor} for
      </span>
      <span>
        <ThumbsDown size={12} strokeWidth={1.5} className={css.danger} aria-hidden="true" />
        {against} against
      </span>
    </p>
  );
}

function Cited({ evidence }: { evidence: HypothesisEvidence[] }) {
  return (
    <ul className={css.cited}>
      {evidence.map((piece) => (
        <li key={`${piece.kind} ${piece.id}`}>
          <span className="hidden-words">{piece.weighs === "for" ? "For: " : "Against: "}</span>
          <span className={css.sign} aria-hidden="true">
            {piece.weighs === "for" ? "+" : "−"}
          </span>
          <span dir="auto">
            <Place piece={piece} />
            {piece.note && <span className={css.note}>: {piece.note}</span>}
            {piece.is_new && <span className={css.note}> (new since it was refuted)</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The message or the attempt, as a link; a fact and a code stand for themselves. */
function Place({ piece: { kind, id, label } }: { piece: HypothesisEvidence }) {
  const words = label.charAt(0).toUpperCase() + label.slice(1);
  if (kind === "step") return <StepLink stepId={id}>{words}</StepLink>;
  if (kind === "attempt") return <AttemptLink attemptId={id}>{words}</AttemptLink>;
  return <>{words}</>;
}

interface MoveProps {
  hypothesis: Hypothesis;
  onMove: (state: HypothesisState) => void;
}

function Move({ hypothesis: { cause, state }, onMove }: MoveProps) {
  return (
    <Menu
      trigger={
        <IconButton small tip="below-start" label={`Move: ${cause}`}>
          <Ellipsis size={16} strokeWidth={1.5} />
        </IconButton>
      }
    >
      {STATES.filter((other) => other !== state).map((other) => {
        const { words, icon: Icon } = LOOKS[other];
        const icon = <Icon size={16} strokeWidth={1.5} />;
        return (
          <MenuItem key={other} icon={icon} onSelect={() => onMove(other)}>
            {words}
          </MenuItem>
        );
      })}
    </Menu>
  );
}
