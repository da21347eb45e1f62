/** The list "What we know", where facts are added, edited and removed in place. */
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { keys } from "~/api/keys";
import { fetchFacts } from "~/api/sessions";
import type { AiSession, Fact } from "~/api/types";
import { IconButton } from "~/ui/Button";
import { ErrorState } from "~/ui/ErrorState";
import { Skeleton } from "~/ui/Skeleton";
import { SessionSignals } from "../SessionSignals";
import { DismissedFacts } from "./DismissedFacts";
import css from "./details.module.css";
import { FactRow } from "./FactRow";
import { NewFactForm, NO_FACT } from "./NewFactForm";
import { useEditing } from "./useEditing";
import { type FactMutations, useFactMutations } from "./useFactMutations";

export function Facts({ aiSession }: { aiSession: AiSession }) {
  const [isAdding, setIsAdding] = useEditing("new fact");
  const [draft, setDraft] = useState(NO_FACT);
  const [refusal, setRefusal] = useState<string | null>(null);
  const acts = useFactMutations(aiSession.id);
  // Shown here, because the row itself is gone while the removal is being sent.
  const remove = async (facts: Fact[]) => setRefusal(await acts.remove(facts));
  return (
    <section aria-labelledby="facts-title" className={css.section}>
      <div className={css.head}>
        <h2 id="facts-title" className={css.title}>
          What we know
        </h2>
        {aiSession.can_write && (
          <IconButton
            small
            label="Add a fact"
            aria-expanded={isAdding}
            onClick={() => setIsAdding(true)}
          >
            <Plus size={16} strokeWidth={1.5} />
          </IconButton>
        )}
      </div>
      {isAdding && (
        <NewFactForm
          draft={draft}
          onDraft={setDraft}
          onAdd={acts.add}
          onClose={() => setIsAdding(false)}
        />
      )}
      {refusal && <p className={css.refusal}>Not removed. {refusal}</p>}
      <SessionSignals sessionId={aiSession.id}>
        <FactList aiSession={aiSession} acts={acts} onRemove={remove} />
      </SessionSignals>
      <DismissedFacts aiSession={aiSession} acts={acts} />
    </section>
  );
}

interface FactListProps {
  aiSession: AiSession;
  acts: FactMutations;
  onRemove: (facts: Fact[]) => void;
}

function FactList({ aiSession, acts, onRemove }: FactListProps) {
  const facts = useQuery({
    queryKey: keys.facts(aiSession.id),
    queryFn: () => fetchFacts(aiSession.id),
  });
  if (facts.isPending) return <Skeleton heights={[36, 36, 36]} label="Loading the facts" />;
  if (!facts.data) {
    return (
      <ErrorState
        inline
        what="The facts could not be loaded."
        error={facts.error}
        onRetry={facts.refetch}
      />
    );
  }
  if (facts.data.length === 0) return <p className={css.none}>Nothing established yet.</p>;
  return (
    <dl>
      {facts.data.map((fact, position) => (
        <FactRow
          key={fact.id}
          fact={fact}
          position={position}
          conflicts={conflictsOf(fact, facts.data)}
          mayEdit={aiSession.can_write}
          acts={acts}
          onRemove={onRemove}
        />
      ))}
    </dl>
  );
}

/** The facts that contradict this one. */
function conflictsOf(fact: Fact, facts: Fact[]): Fact[] {
  return facts.filter(({ id }) => fact.conflicts_with.includes(id));
}
