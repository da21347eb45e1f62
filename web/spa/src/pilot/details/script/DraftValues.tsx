/** The values of a draft's own parameters: from the draft, or from the session's facts. They are stored with the draft; a secret's is not. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "~/api/keys";
import { fetchFacts } from "~/api/sessions";
import type { Fact, Fix, ScriptParameter } from "~/api/types";
import { ParameterFields } from "~/scripts/ParameterFields";
import { initialValues, namesIn, type TypedValues } from "~/scripts/parameters";
import { Button } from "~/ui/Button";
import type { FixMutations } from "../../fix/useFixes";

/** The kinds of facts that a parameter of the type can take its value from. */
const KINDS: Partial<Record<string, readonly string[]>> = {
  host: ["host", "device", "server"],
  address: ["address"],
  user: ["user", "account"],
  path: ["path"],
};

export function DraftValues({ fix, acts }: { fix: Fix; acts: FixMutations }) {
  const facts = useQuery({
    queryKey: keys.facts(fix.session_id),
    queryFn: () => fetchFacts(fix.session_id),
  });
  const parameters = parametersOf(fix).filter(({ type }) => type !== "secret");
  const [typed, setTyped] = useState<TypedValues>({});
  if (parameters.length === 0) return null;
  const values = { ...valuesOf(parameters, facts.data ?? []), ...typed };
  const isChanged = parameters.some(
    ({ name, default: kept }) => text(values[name]) !== (kept ?? ""),
  );
  const keep = () => {
    const kept = parametersOf(fix).map((one) => ({
      ...one,
      default: one.type === "secret" ? null : text(values[one.name]) || null,
    }));
    void acts
      .draft(fix, fix.ai_drafted_script ?? "", kept)
      .then((isKept) => isKept && setTyped({}));
  };
  return (
    <div role="group" aria-label="Values of the draft">
      <ParameterFields
        parameters={parameters}
        values={values}
        onChange={(name, value) => setTyped({ ...typed, [name]: value })}
      />
      {isChanged && (
        <Button small onClick={keep} disabled={acts.isBusy}>
          Keep these values
        </Button>
      )}
    </div>
  );
}

/** One for each placeholder; the copilot leaves fields out. */
function parametersOf(fix: Fix): ScriptParameter[] {
  const given = (fix.ai_drafted_parameters ?? []) as ScriptParameter[];
  return namesIn(fix.ai_drafted_script ?? "").map((name) => {
    const known = given.find((one) => one.name === name);
    return { type: "text", required: true, ...known, name };
  });
}

/** A fact only where it is the only one of its kind. */
function valuesOf(parameters: ScriptParameter[], facts: readonly Fact[]): TypedValues {
  const own = initialValues(parameters);
  for (const { name, type } of parameters) {
    if (own[name]) continue;
    const fitting = facts.filter(({ kind }) => KINDS[type ?? "text"]?.includes(kind));
    if (fitting.length === 1 && fitting[0]) own[name] = fitting[0].value;
  }
  return own;
}

function text(value: string | boolean | undefined): string {
  return value === undefined ? "" : String(value);
}
