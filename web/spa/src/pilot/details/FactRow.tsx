/** One fact: its value, editable in place, its origin, and the facts that contradict it. */
import { Pin, X } from "lucide-react";
import type { Fact } from "~/api/types";
import { useGuard } from "~/keyboard/useGuard";
import { kindText } from "~/lib/text";
import { clockTime, useNow } from "~/lib/time";
import { SignalledText } from "~/prose/SignalledText";
import { Button, IconButton } from "~/ui/Button";
import { StepLink } from "../stepLinks";
import css from "./details.module.css";
import { InlineEdit } from "./InlineEdit";
import { useEditing } from "./useEditing";
import type { FactMutations } from "./useFactMutations";

/** The API's limit. */
export const MAX_VALUE = 500;

interface FactRowProps {
  fact: Fact;
  /** The fact's position in the list. When it changes, the guard prevents a second click from removing another fact. */
  position: number;
  conflicts: Fact[];
  mayEdit: boolean;
  acts: FactMutations;
  onRemove: (facts: Fact[]) => void;
}

export function FactRow({ fact, position, conflicts, mayEdit, acts, onRemove }: FactRowProps) {
  const [isEditing, setIsEditing] = useEditing(fact.id);
  const guard = useGuard(position, { isThereAlready: true });
  const name = kindText(fact.kind);
  return (
    <div id={`fact-${fact.id}`} className={css.fact}>
      <dt>{name}</dt>
      <dd>
        <div className={css.valueLine}>
          <InlineEdit
            name={name.toLowerCase()}
            value={fact.value}
            maxLength={MAX_VALUE}
            mayEdit={mayEdit}
            isEditing={isEditing}
            onEdit={setIsEditing}
            onSave={(value) => acts.change(fact, value)}
          >
            <bdi>
              <SignalledText text={fact.value} />
            </bdi>
          </InlineEdit>
          {mayEdit && !isEditing && (
            <IconButton
              small
              className={css.remove}
              label={`Remove ${name.toLowerCase()}`}
              onClick={guard((_event) => onRemove([fact]))}
            >
              <X size={14} strokeWidth={1.5} />
            </IconButton>
          )}
        </div>
        <div className={css.origin}>
          <Source fact={fact} />
          {mayEdit && (
            <IconButton
              small
              className={css.pin}
              label={`Pin ${name.toLowerCase()}`}
              aria-pressed={fact.pinned}
              onClick={guard((_event) => void acts.pin(fact, !fact.pinned))}
            >
              <Pin size={12} strokeWidth={1.5} />
            </IconButton>
          )}
        </div>
        {conflicts.length > 0 && (
          <p className={css.conflict}>
            Contradicts “{conflicts.map(({ value }) => value).join("”, “")}”.
            {mayEdit && (
              <Button small look="ghost" onClick={guard((_event) => onRemove(conflicts))}>
                Keep this one
              </Button>
            )}
          </p>
        )}
      </dd>
    </div>
  );
}

function Source({ fact }: { fact: Fact }) {
  const words = useSourceWords(fact);
  return <small>{fact.step_id ? <StepLink stepId={fact.step_id}>{words}</StepLink> : words}</small>;
}

function useSourceWords({ created_at, created_by, edited_by }: Fact): string {
  const at = clockTime(created_at, useNow());
  if (edited_by) return `${edited_by.name}, edited`;
  return created_by ? `${created_by.name}, ${at}` : `Copilot, from ${at}`;
}
