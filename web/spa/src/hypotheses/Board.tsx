/** The possible causes by their state, the most likely first; engineers add causes and evidence, and move them. */
import { Plus } from "lucide-react";
import { useState } from "react";
import type { HypothesisState } from "~/api/hypotheses";
import type { AiSession, Hypothesis, Step } from "~/api/types";
import { useEditing } from "~/pilot/details/useEditing";
import { IconButton } from "~/ui/Button";
import { ErrorState } from "~/ui/ErrorState";
import { Count } from "~/ui/Pill";
import { Skeleton } from "~/ui/Skeleton";
import css from "./board.module.css";
import { HypothesisCard } from "./HypothesisCard";
import { NewCause } from "./NewCause";
import { LOOKS, STATES } from "./states";
import { useBoardActions, useHypotheses } from "./useHypotheses";

interface BoardProps {
  aiSession: AiSession;
  steps: Step[];
}

export default function Board({ aiSession, steps }: BoardProps) {
  const board = useHypotheses(aiSession.id);
  const [isAdding, setIsAdding] = useEditing("new cause");
  const [draft, setDraft] = useState("");
  const acts = useBoardActions(aiSession.id);
  return (
    <section aria-labelledby="board-title" className={css.board}>
      <div className={css.head}>
        <h2 id="board-title">Possible causes</h2>
        {aiSession.can_write && (
          <IconButton
            small
            tip="below-start"
            label="Add a cause"
            aria-expanded={isAdding}
            onClick={() => setIsAdding(true)}
          >
            <Plus size={16} strokeWidth={1.5} />
          </IconButton>
        )}
      </div>
      {isAdding && (
        <NewCause
          draft={draft}
          onDraft={setDraft}
          onAdd={acts.add}
          onClose={() => setIsAdding(false)}
        />
      )}
      {board.isPending && <Skeleton heights={[72, 72]} label="Loading the causes" />}
      {board.error && !board.data && (
        <ErrorState
          inline
          what="The causes could not be loaded."
          error={board.error}
          onRetry={board.refetch}
        />
      )}
      {board.data?.length === 0 && <p className={css.none}>No cause is known yet.</p>}
      {STATES.map((state) => (
        <Group
          key={state}
          state={state}
          items={board.data?.filter((one) => one.state === state) ?? []}
          card={(one) => (
            <HypothesisCard
              key={one.id}
              hypothesis={one}
              aiSession={aiSession}
              steps={steps}
              onChange={acts.change}
            />
          )}
        />
      ))}
    </section>
  );
}

interface GroupProps {
  state: HypothesisState;
  items: Hypothesis[];
  card: (hypothesis: Hypothesis) => React.ReactNode;
}

function Group({ state, items, card }: GroupProps) {
  const { words, icon: Icon, tone } = LOOKS[state];
  if (items.length === 0) return null;
  return (
    <div role="group" aria-labelledby={`board-${state}`}>
      <div className={css.group}>
        <Icon size={16} strokeWidth={1.5} className={css[tone]} aria-hidden="true" />
        <h3 id={`board-${state}`}>{words}</h3>
        <Count value={items.length} />
      </div>
      <ul className={css.cards}>{items.map(card)}</ul>
    </div>
  );
}
