/** Templates of the library that do what the draft does, with their values filled in. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Link } from "react-router";
import { messageOf } from "~/api/errors";
import { fetchTemplateMatches, type TemplateMatch } from "~/api/fixTemplates";
import { keys } from "~/api/keys";
import { renderScript } from "~/api/scripts";
import type { Fix } from "~/api/types";
import { copyText } from "~/lib/clipboard";
import { newKey } from "~/lib/ids";
import { labelOf, ParameterFields } from "~/scripts/ParameterFields";
import { initialValues, sentValues, type TypedValues } from "~/scripts/parameters";
import { RiskPill } from "~/scripts/RiskPill";
import { Button } from "~/ui/Button";
import type { FixMutations } from "../../fix/useFixes";
import css from "../details.module.css";
import { wrongValues } from "./wrongValues";

export function TemplateMatches({ fix, acts }: { fix: Fix; acts: FixMutations }) {
  const matches = useQuery({
    queryKey: [...keys.fixes(fix.session_id), fix.id, "matches", fix.ai_drafted_script],
    queryFn: () => fetchTemplateMatches(fix),
    staleTime: 60_000,
  });
  // Help that could not be loaded is left out: the draft is there.
  if (!matches.data?.length) return null;
  return (
    <section aria-label="Templates that do the same" className={css.section}>
      {matches.data.map((match) => (
        <MatchCard key={match.script_id} match={match} fix={fix} acts={acts} />
      ))}
    </section>
  );
}

interface MatchCardProps {
  match: TemplateMatch;
  fix: Fix;
  acts: FixMutations;
}

function MatchCard({ match, fix, acts }: MatchCardProps) {
  const [values, setValues] = useState<TypedValues>(() => ({
    ...initialValues(match.parameters),
    ...filledIn(match),
  }));
  const rendering = useMutation({
    mutationFn: () => renderScript(match.script_id, sentValues(match.parameters, values), newKey()),
    onSuccess: ({ script }) => copyText(script, "Script"),
    // Nothing of a secret stays when the card is gone.
    gcTime: 0,
  });
  const isUsed = fix.decision === "used_template" && fix.script_id === match.script_id;
  const use = () =>
    void acts.decide(fix, "used_template", { id: match.script_id, title: match.title });
  const change = (name: string, value: string | boolean) => {
    rendering.reset();
    setValues({ ...values, [name]: value });
  };
  const wrong = wrongValues(rendering.error);
  return (
    <article className={css.match} aria-label={match.title}>
      <p className={css.matchHead}>
        Use <Link to={`/scripts/${match.script_id}`}>{match.title}</Link>
        {filledText(match, values)} <RiskPill risk={match.risk} />
      </p>
      <ParameterFields
        parameters={match.parameters}
        values={values}
        onChange={change}
        wrong={wrong}
      />
      <div className={css.buttons}>
        <Button small disabled={rendering.isPending} onClick={() => rendering.mutate()}>
          <Copy size={14} strokeWidth={1.5} /> Copy script
        </Button>
        <Button small look="ghost" aria-pressed={isUsed} disabled={acts.isBusy} onClick={use}>
          <Check size={14} strokeWidth={1.5} /> I ran this
        </Button>
      </div>
      {rendering.error && Object.keys(wrong).length === 0 && (
        <p className={css.refusal}>Not copied. {messageOf(rendering.error)}</p>
      )}
      {rendering.data?.warnings.map((warning) => (
        <p key={warning} className={css.none}>
          {warning}
        </p>
      ))}
    </article>
  );
}

function filledIn({ parameters, values }: TemplateMatch): TypedValues {
  const filled = parameters
    .filter(({ name }) => name in values)
    .map(({ name, type }) => [name, type === "boolean" ? values[name] === "true" : values[name]]);
  return Object.fromEntries(filled) as TypedValues;
}

/** " with Name = PRN-02", as far as the values are known. */
function filledText({ parameters }: TemplateMatch, values: TypedValues): string {
  const known = parameters.filter(({ name, type }) => type !== "secret" && values[name]);
  if (known.length === 0) return "";
  return ` with ${known.map((one) => `${labelOf(one)} = ${shown(values[one.name])}`).join(", ")}`;
}

function shown(value: string | boolean | undefined): string {
  return value === true ? "yes" : String(value ?? "");
}
