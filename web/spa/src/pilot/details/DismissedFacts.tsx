/** The dismissed facts, folded. Each can be restored at any time; until then the copilot cannot add it again. */
import { useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { fetchDismissedFacts } from "~/api/facts";
import { keys } from "~/api/keys";
import type { AiSession, Fact } from "~/api/types";
import { kindText } from "~/lib/text";
import { Button } from "~/ui/Button";
import { ErrorState } from "~/ui/ErrorState";
import { Skeleton } from "~/ui/Skeleton";
import css from "./details.module.css";
import type { FactMutations } from "./useFactMutations";

interface DismissedFactsProps {
  aiSession: AiSession;
  acts: FactMutations;
}

export function DismissedFacts({ aiSession, acts }: DismissedFactsProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button
        small
        look="ghost"
        className={css.fold}
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        <ChevronRight size={14} strokeWidth={1.5} aria-hidden="true" />
        Dismissed facts
      </Button>
      {isOpen && <DismissedList aiSession={aiSession} acts={acts} />}
    </>
  );
}

function DismissedList({ aiSession, acts }: DismissedFactsProps) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const { data, isPending, error, refetch } = useQuery({
    queryKey: keys.dismissedFacts(aiSession.id),
    queryFn: () => fetchDismissedFacts(aiSession.id),
  });
  if (isPending) return <Skeleton heights={[28]} label="Loading the dismissed facts" />;
  if (!data) {
    const what = "The dismissed facts could not be loaded.";
    return <ErrorState inline what={what} error={error} onRetry={refetch} />;
  }
  if (data.length === 0) return <p className={css.none}>None.</p>;
  const restore = async (fact: Fact) => setRefusal(await acts.restore(fact));
  return (
    <>
      {refusal && <p className={css.refusal}>Not restored. {refusal}</p>}
      <ul aria-label="Dismissed facts">
        {data.map((fact) => (
          <li key={fact.id} className={css.dismissed}>
            <span dir="auto">
              {kindText(fact.kind)}: <bdi>{fact.value}</bdi>
            </span>
            {aiSession.can_write && (
              <Button
                small
                look="ghost"
                aria-label={`Restore ${fact.value}`}
                onClick={() => void restore(fact)}
              >
                Restore
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
