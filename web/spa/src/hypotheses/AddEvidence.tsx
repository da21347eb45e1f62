/** Adds a piece of evidence to a cause: an attempt, a fact or a message of the session, for or against it. */
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, type KeyboardEvent, useId, useState } from "react";
import type { NewEvidence } from "~/api/hypotheses";
import { keys } from "~/api/keys";
import { fetchAttempts, fetchFacts } from "~/api/sessions";
import type { Hypothesis, Step } from "~/api/types";
import { isComposing } from "~/keyboard/enter";
import { useNotedLayer } from "~/keyboard/layers";
import { kindText } from "~/lib/text";
import { Button } from "~/ui/Button";
import field from "~/ui/field.module.css";
import css from "./board.module.css";
import { withMore } from "./states";

const SHOWN = 60;

interface AddEvidenceProps {
  sessionId: string;
  hypothesis: Hypothesis;
  steps: Step[];
  onAdd: (evidence: NewEvidence[]) => Promise<string | null>;
  onClose: () => void;
}

export function AddEvidence(props: AddEvidenceProps) {
  const { sessionId, hypothesis, steps, onAdd, onClose } = props;
  const groups = useChoices(sessionId, steps);
  const [choice, setChoice] = useState("");
  const [weighs, setWeighs] = useState<NewEvidence["weighs"]>("for");
  const [note, setNote] = useState("");
  const id = useId();
  useNotedLayer();
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || isComposing(event)) return;
    event.preventDefault();
    event.stopPropagation();
    onClose();
  };
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const [kind, rowId] = choice.split(" ") as [NewEvidence["kind"], string?];
    if (!rowId) return;
    const more = { kind, id: rowId, weighs, note: note.trim() || null };
    if (!(await onAdd(withMore(hypothesis, more)))) onClose();
  };
  return (
    <form className={css.form} aria-label="Add evidence" onSubmit={save} onKeyDown={press}>
      <select
        className={field.input}
        aria-label="Evidence"
        value={choice}
        onChange={(event) => setChoice(event.target.value)}
      >
        <option value="">Choose what shows it</option>
        {groups.map(({ label, choices }) => (
          <optgroup key={label} label={label}>
            {choices.map(({ value, words }) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      <fieldset className={css.weighs}>
        <legend className="hidden-words">It speaks</legend>
        {(["for", "against"] as const).map((each) => (
          <label key={each}>
            <input
              type="radio"
              name={id}
              checked={weighs === each}
              onChange={() => setWeighs(each)}
            />
            {each === "for" ? "For it" : "Against it"}
          </label>
        ))}
      </fieldset>
      <input
        className={field.input}
        aria-label="What it shows"
        placeholder="What it shows"
        dir="auto"
        maxLength={300}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <div className={css.acts}>
        <Button small look="primary" type="submit" disabled={!choice}>
          Add
        </Button>
        <Button small look="ghost" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

interface ChoiceGroup {
  label: string;
  choices: { value: string; words: string }[];
}

/** What the session has to cite; the copilot's own words are no evidence. */
function useChoices(sessionId: string, steps: Step[]): ChoiceGroup[] {
  const attempts = useQuery({
    queryKey: keys.attempts(sessionId),
    queryFn: () => fetchAttempts(sessionId),
  });
  const facts = useQuery({
    queryKey: keys.facts(sessionId),
    queryFn: () => fetchFacts(sessionId),
  });
  const said = steps.filter(({ kind }) => kind === "user_message" || kind === "note").toReversed();
  const groups = [
    {
      label: "Attempts",
      choices: (attempts.data ?? []).map((one) => ({
        value: `attempt ${one.id}`,
        words: `${one.n}. ${one.title}`,
      })),
    },
    {
      label: "Facts",
      choices: (facts.data ?? []).map((one) => ({
        value: `fact ${one.id}`,
        words: `${kindText(one.kind)}: ${one.value}`,
      })),
    },
    {
      label: "Messages",
      choices: said.map((one) => ({ value: `step ${one.id}`, words: begin(one.content) })),
    },
  ];
  return groups.filter(({ choices }) => choices.length > 0);
}

function begin(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
}
