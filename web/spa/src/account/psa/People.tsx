/** Which members of the PSA the account's people are: time entries are made in their names. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { keys } from "~/api/keys";
import { type AgentChoice, fetchPeople, type PsaPerson, putPeople } from "~/api/psaConnection";
import { count } from "~/lib/text";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { SaveRow } from "~/preferences/SaveRow";
import { type Listed, useLookup } from "~/psa/useLookup";
import { announce } from "~/ui/announcer";
import { Button } from "~/ui/Button";
import { ErrorState } from "~/ui/ErrorState";
import { QuietSelect } from "~/ui/Field";
import { Pill } from "~/ui/Pill";
import { Skeleton } from "~/ui/Skeleton";
import { Choices } from "./LookupSelect";
import css from "./psa.module.css";

const LABELS = { items: "People" };

export function People() {
  const agents = useLookup("agents");
  // Suggestions come with the members, so people are read again with them.
  const people = useQuery({
    queryKey: [...keys.psaPeople, agents.lookup?.fetched_at ?? null],
    queryFn: fetchPeople,
    placeholderData: (before) => before,
  });
  if (people.isPending) return <Skeleton heights={[36, 36, 36]} label="Loading the people" />;
  if (!people.data)
    return (
      <ErrorState
        inline
        what="The people could not be loaded."
        error={people.error}
        onRetry={people.refetch}
      />
    );
  const kept = chosenOf(people.data);
  return <Form key={JSON.stringify(kept)} kept={kept} people={people.data} agents={agents} />;
}

type Chosen = Readonly<Record<string, string>>;

interface FormProps {
  kept: Chosen;
  people: PsaPerson[];
  agents: Listed;
}

function Form({ kept, people, agents }: FormProps) {
  const [edited, setEdited] = useState<Chosen>(kept);
  const saving = useSave();
  const isChanged = JSON.stringify(edited) !== JSON.stringify(kept);
  const suggested = people.filter((one) => !edited[one.user_id] && one.suggested_agent_id);
  const takeSuggested = () => setEdited({ ...edited, ...suggestionsOf(suggested) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isChanged && !saving.isPending) saving.mutate(choicesOf(edited));
  };
  return (
    <form className={css.form} aria-label="People" onSubmit={submit}>
      <Unknown people={people} chosen={kept} />
      <table className={css.people}>
        <caption className="hidden-words">People and their members of the ticket system</caption>
        <thead>
          <tr>
            <th scope="col">Person</th>
            <th scope="col">Member of the ticket system</th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <PersonRow
              key={person.user_id}
              person={person}
              agents={agents}
              value={edited[person.user_id] ?? ""}
              onChange={(id) => setEdited({ ...edited, [person.user_id]: id })}
            />
          ))}
        </tbody>
      </table>
      {agents.problem && <p className={css.warning}>The members: {agents.problem}</p>}
      {suggested.length > 0 && (
        <div>
          <Button small onClick={takeSuggested}>
            Use {count(suggested.length, "suggestion")}
          </Button>
        </div>
      )}
      <SaveRow
        isChanged={isChanged}
        isSaving={saving.isPending}
        error={saving.error}
        labels={LABELS}
      />
    </form>
  );
}

interface PersonRowProps {
  person: PsaPerson;
  agents: Listed;
  value: string;
  onChange: (id: string) => void;
}

function PersonRow({ person, agents, value, onChange }: PersonRowProps) {
  return (
    <tr>
      <th scope="row">
        <span dir="auto">{person.name}</span>
        <span className={css.mail}>{person.email}</span>
      </th>
      <td>
        <QuietSelect
          aria-label={`Member for ${person.name}`}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        >
          <option value="">{agents.isReading ? "Reading the members…" : "Nobody"}</option>
          <Choices items={agents.lookup?.items ?? []} value={value} />
        </QuietSelect>
        {!value && <Pill tone="warn">No member</Pill>}
      </td>
    </tr>
  );
}

function Unknown({ people, chosen }: { people: PsaPerson[]; chosen: Chosen }) {
  const without = people.filter(({ user_id }) => !chosen[user_id]);
  if (without.length === 0) return null;
  const names = without.map(({ name }) => name).join(", ");
  return (
    <p className={css.warning}>
      {names} {without.length === 1 ? "has" : "have"} no member: no time entry can be made in{" "}
      {without.length === 1 ? "this name" : "these names"}. Notes are not affected.
    </p>
  );
}

function chosenOf(people: PsaPerson[]): Chosen {
  return Object.fromEntries(people.map(({ user_id, agent_id }) => [user_id, agent_id ?? ""]));
}

function suggestionsOf(people: PsaPerson[]): Chosen {
  return Object.fromEntries(
    people.map(({ user_id, suggested_agent_id }) => [user_id, suggested_agent_id ?? ""]),
  );
}

function choicesOf(chosen: Chosen): AgentChoice[] {
  return Object.entries(chosen).map(([user_id, id]) => ({ user_id, agent_id: id || null }));
}

function useSave() {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  return useMutation({
    mutationFn: (items: AgentChoice[]) => sendOnce(items, (key) => putPeople(items, key)),
    onSuccess: () => {
      announce("Saved.");
      return queries.invalidateQueries({ queryKey: keys.psaPeople });
    },
  });
}
